import { AriaGrid } from "./aria-grid";
import { Legend, fillKey } from "./legend";
import type { Described, SeatList } from "./list-view";
import { MapView } from "./map-view";
import { readMoneyForm } from "./money-form";
import { useNounOf } from "./nouns";
import type { Plan } from "./plan";
import { Prices } from "./prices";
import { SeatStates, unknown } from "./seat-states";
import { createList } from "./slot-list";
import type { Parts } from "./template";
import { areColorsForced, watchTheme } from "./theme";
import type { WireBeginning, WirePrice } from "./wire";
import { Words } from "./words";

/** The parts of the map, once the plan is loaded. */
export interface LoadedMap {
  plan: Plan;
  states: SeatStates;
  prices: Prices;
  words: Words;
  map: MapView;
  grid: AriaGrid;
  list: SeatList;
  legend: Legend;
  /** What the key says of seats that are not known yet. */
  unknownEntry: HTMLElement;
}

/** What the parts ask the element, and tell it. */
export interface MapOwner {
  isDesk: boolean;
  isSelected(seat: number): boolean;
  choose(seat: number): void;
  /** Shows one category alone; -1 shows all. */
  showOnly(category: number): void;
}

/** Builds the parts of a plan's map by the attributes of its element. */
export function loadMap(
  element: HTMLElement, parts: Parts, plan: Plan, owner: MapOwner, signal: AbortSignal): LoadedMap {
  const { isDesk } = owner;
  const language = languageOf(element);
  useNounOf(plan.kind, language);
  const states = new SeatStates(plan, listIn<number>(element, "left"));
  const prices = new Prices(
    plan, listIn<WirePrice>(element, "prices"), readMoneyForm(element.getAttribute("money")),
    areColorsForced() ? 1 : undefined);
  const words = new Words(plan, states, prices);
  words.isDesk = isDesk;
  parts.legend.hidden = isDesk;
  const describe = (seat: number): Described => {
    const isSelected = owner.isSelected(seat);
    const name = words.seat(seat, isSelected);
    return isDesk
      ? { name, isSelected, isDisabled: false, state: words.state(seat) }
      : {
        name,
        isSelected,
        isDisabled: !states.isAvailable(seat),
        isUnknown: states.state[seat] === unknown,
        status: words.state(seat),
      };
  };
  const choose = (seat: number): void => owner.choose(seat);
  const map = new MapView(
    parts, plan, states, prices, words, { choose, isSelected: (seat) => owner.isSelected(seat) }, signal);
  const grid = new AriaGrid(parts.grid, plan, {
    focus: (seat) => map.focus(seat),
    blur: () => map.focus(-1),
    choose,
    zoom: (key) => map.zoom(key),
    describe,
  }, signal);
  const list = createList(
    parts.list, plan, prices, { choose, describe }, listIn<WireBeginning>(element, "begins"), signal);
  const legend = new Legend(parts.legend, plan, prices, (category) => owner.showOnly(category), signal);
  const unknownEntry = fillKey(parts.key, plan, isDesk);
  watchTheme(() => map.readTheme(), signal);
  return { plan, states, prices, words, map, grid, list, legend, unknownEntry };
}

/** The page's own forms of numbers; where it has none, those of its language. */
function languageOf(element: HTMLElement): string {
  const formats = element.closest<HTMLElement>("[data-formats]")?.dataset.formats ?? "en-GB";
  return formats === "en-GB" ? element.closest("[lang]")?.getAttribute("lang") || navigator.language : formats;
}

const listIn = <T>(element: HTMLElement, attribute: string): T[] =>
  JSON.parse(element.getAttribute(attribute) || "[]") as T[];
