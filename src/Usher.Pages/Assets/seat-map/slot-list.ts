import { ListView, type ListEvents, type SeatList } from "./list-view";
import type { Plan } from "./plan";
import { placeName } from "./place-words";
import type { Prices } from "./prices";
import type { WireBeginning } from "./wire";

/** This many times are shown at first, and with each request for more. */
const timesAtOnce = 60;

const noTime = Number.MAX_SAFE_INTEGER;
const nextDay = "next day";

/** The list that suits a plan: by time where its places are slots, else by row. */
export const createList = (
  element: HTMLElement, plan: Plan, prices: Prices, events: ListEvents, begins: WireBeginning[], signal: AbortSignal,
): SeatList =>
  plan.kind === "SLOTS"
    ? new SlotList(element, plan, prices, events, begins, signal)
    : new ListView(element, plan, prices, events, signal);

/** What is at one time: a slot for each desk that has one. */
interface Time {
  text: string;
  isNextDay: boolean;
  slots: number[];
}

/**
 * Appointments as a list by time: at each time a button for every desk. What is taken stays in its place and is called
 * so: nothing moves under a finger.
 */
export class SlotList implements SeatList {
  onlyCategory = -1;
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private readonly times: Time[];
  /** Slots of the next day. */
  private readonly late = new Set<number>();
  private shownTimes = timesAtOnce;
  private isStale = true;

  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly prices: Prices,
    private readonly events: ListEvents,
    begins: WireBeginning[],
    signal: AbortSignal,
  ) {
    this.times = timesOf(plan, begins);
    this.times.filter((time) => time.isNextDay).forEach((time) => time.slots.forEach((seat) => this.late.add(seat)));
    element.classList.add("slots");
    element.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("button") : null;
      if (button?.classList.contains("more")) {
        this.showMore();
      } else if (button) {
        events.choose(Number(button.dataset.seat ?? button.dataset.gone));
      }
    }, { signal });
  }

  show(): void {
    if (!this.isStale) {
      return;
    }

    this.isStale = false;
    this.buttons.clear();
    const list = document.createElement("ul");
    const times = this.times.filter((time) => time.slots.some((seat) => this.isShown(seat)));
    list.append(...times.slice(0, this.shownTimes).map((time) => this.createTime(time)));
    this.element.replaceChildren(list);
    const rest = times.length - this.shownTimes;
    if (rest > 0) {
      const more = document.createElement("button");
      more.type = "button";
      more.className = "more";
      more.textContent = `${Math.min(rest, timesAtOnce)} more times`;
      this.element.append(more);
    }
  }

  invalidate(): void {
    this.isStale = true;
  }

  refresh(seats: Iterable<number>): void {
    for (const seat of seats) {
      const button = this.buttons.get(seat);
      if (button) {
        this.describe(seat, button);
      }
    }
  }

  private showMore(): void {
    const before = this.buttons.size;
    this.shownTimes += timesAtOnce;
    this.isStale = true;
    this.show();
    [...this.buttons.values()].at(before)?.focus();
  }

  private createTime(time: Time): HTMLElement {
    const item = document.createElement("li");
    const heading = document.createElement("b");
    heading.textContent = time.text;
    if (time.isNextDay) {
      const day = document.createElement("small");
      day.textContent = nextDay;
      heading.append(" ", day);
    }

    const slots = document.createElement("p");
    slots.append(...time.slots.filter((seat) => this.isShown(seat)).map((seat) => this.create(seat)));
    item.append(heading, slots);
    return item;
  }

  /** Where all cost the same the total says it. */
  private price(seat: number): string {
    const { plan, prices } = this;
    return plan.categories.length < 2 ? "" : ` ${prices.text(prices.amount(plan.categoryOf[seat]))}`;
  }

  private isShown(seat: number): boolean {
    return this.onlyCategory < 0 || this.plan.categoryOf[seat] === this.onlyCategory;
  }

  private create(seat: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    this.buttons.set(seat, button);
    this.describe(seat, button);
    return button;
  }

  private describe(seat: number, button: HTMLButtonElement): void {
    const { name, isSelected, isDisabled, isUnknown, state, status } = this.events.describe(seat);
    const isGone = isDisabled && !isSelected && !isUnknown;
    const more = document.createElement("small");
    more.textContent = isGone ? ` ${status}` : this.price(seat);
    button.replaceChildren(deskOf(this.plan, seat) || this.plan.number(seat), more);
    button.setAttribute("aria-label", this.late.has(seat) ? `${name}, ${nextDay}` : name);
    button.setAttribute("aria-pressed", String(isSelected));
    button.setAttribute("aria-disabled", String(isGone));
    button.tabIndex = isGone ? -1 : 0;
    button.removeAttribute(isGone ? "data-seat" : "data-gone");
    button.setAttribute(isGone ? "data-gone" : "data-seat", String(seat));
    if (state) {
      button.dataset.state = state;
    } else {
      delete button.dataset.state;
    }
  }
}

/**
 * Every time that a slot is called by, the first one to begin first; those that have begun come after the others. Slots
 * of one time are in the order of their desks. Without a show nobody knows when they begin: then midnight comes first.
 */
export function timesOf(plan: Plan, begins: WireBeginning[] = []): Time[] {
  const starts = new Map(begins.flatMap(([seconds, numbers, isNextDay]) =>
    numbers.map((number) => [number - 1, { seconds, isNextDay }] as const)));
  const times = new Map<string, Time & { place: [number, number, number] }>();
  for (let seat = 0; seat < plan.count; seat++) {
    const text = timeOf(plan, seat);
    const start = starts.get(seat);
    const minutes = minutesOf(text);
    const place: [number, number, number] =
      [Number(minutes === noTime), Number((start?.seconds ?? 1) <= 0), start?.seconds ?? minutes];
    const time = times.get(text) ?? { text, isNextDay: start?.isNextDay ?? false, slots: [], place };
    times.set(text, time);
    time.slots.push(seat);
  }

  return [...times.values()].sort(({ place: one }, { place: other }) =>
    one[0] - other[0] || one[1] - other[1] || one[2] - other[2]);
}

/** Desks may be rows and times seats, or the other way round. */
const isTimeInRow = (plan: Plan, seat: number): boolean =>
  minutesOf(plan.number(seat)) === noTime && minutesOf(plan.row(seat).label ?? "") !== noTime;

const timeOf = (plan: Plan, seat: number): string =>
  (isTimeInRow(plan, seat) ? plan.row(seat).label! : plan.number(seat));

const deskOf = (plan: Plan, seat: number): string =>
  (isTimeInRow(plan, seat)
    ? placeName(plan.row(seat).seatTemplate, "seat", plan.number(seat))
    : plan.rowName(plan.rowOf[seat]));

/** Since midnight; what is no time of day comes last, in its own order. */
function minutesOf(text: string): number {
  const found = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : noTime;
}
