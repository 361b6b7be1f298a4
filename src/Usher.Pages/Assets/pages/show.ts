// A show's page: turns the map's events into the tray, the figures at the top and announcements.
import { nounFor } from "../seat-map/nouns";
import "../seat-map/seat-map";
import { joined } from "../seat-map/words";
import { Choice } from "../shared/choice";
import { FindForm } from "../shared/find-form";
import { Holding } from "../shared/holding";
import { LoneOffer } from "../shared/lone-offer";
import { moneyWriter } from "../shared/money";
import { tellOwnHold } from "../shared/own-hold";
import { formats, number } from "../shared/reader";
import { inWords, type Chosen, type ChosenSeat, type SeatMapApi } from "../shared/seat-map-api";
import { SeatTray } from "../shared/seat-tray";
import { toast } from "../shared/toast";

const seatsMaxDefault = 10;

/** Chosen seats that others took at the same time, how many remain, and the message. */
interface Loss {
  seats: ChosenSeat[];
  remaining: number;
  words: string;
}

/** How many seats are free; where none is, whether some may come back, as they are only held. */
interface Availability {
  available: number;
  is_taken_for_now: boolean;
}

const form = document.querySelector<HTMLFormElement>("form[data-show]");
const map = form?.querySelector<SeatMapApi>("usher-seat-map");
const button = form?.querySelector<HTMLButtonElement>("[data-hold]");
if (form && map && button) {
  start(form, map, button);
}

function start(form: HTMLFormElement, map: SeatMapApi, button: HTMLButtonElement): void {
  const seatsMax = Number(map.getAttribute("seats-max")) || seatsMaxDefault;
  const money = moneyWriter(map.getAttribute("money"));
  const show = Number(form.dataset.show);
  const tray = new SeatTray(form, button, money, (seat) => {
    choice.keep(map.selected.filter((other) => other !== seat));
  }, seatsMax);
  const choice = new Choice(map, (chosen) => {
    holding.choiceChanged();
    tray.show(chosen);
  });
  const find = new FindForm(form, map, show, choice, seatsMax);
  const offer = new LoneOffer(form.querySelector<HTMLElement>("[data-lone]")!, map, holdInstead);
  const holding = new Holding(
    show, map, button, choice, offer, seatsMax,
    (isAsking) => (tray.isLocked = find.isLocked = isAsking));
  const link = document.querySelector<HTMLElement>("[data-link]");
  const left = document.querySelector<HTMLElement>("[data-left]");
  const soldOut = form.querySelector<HTMLElement>("[data-soldout]");
  const ownHold = form.querySelector<HTMLElement>("[data-own-hold]")!;
  let isReady = false;
  let leftWords: Node[] = [...(left?.childNodes ?? [])];

  void tellOwnHold(ownHold, show);
  addEventListener("pageshow", (event) => event.persisted && void tellOwnHold(ownHold, show));

  on<object>("usher-ready", () => {
    // What was ticked in the list, by an address, a reload or by hand, stays chosen; from here on the map replaces the
    // list.
    const ticked = tickedIn(map);
    map.replaceChildren();
    isReady = true;
    tellMissing(choice.handOver(ticked));
  });

  // Until the map has come its list is sent as a form, but for seats that were found meanwhile.
  form.addEventListener("submit", (event) => {
    if (isReady || (choice.seats.length > 0 && tickedIn(map).length === 0)) {
      event.preventDefault();
      void holding.ask();
    }
  });

  on<Chosen>("usher-selection", (chosen) => choice.take(chosen));

  on<object>("usher-failure", () => {
    // Only the list is available: the page works as without scripts.
    document.documentElement.classList.remove("scripts");
    link?.classList.remove("on", "lost");
    left?.replaceChildren(...leftWords);
  });

  on<Loss>("usher-loss", ({ seats, remaining, words }) => {
    const wanted = remaining + seats.length;
    const offered = wanted === 1 ? "Find another" : `Find ${wanted} together`;
    const gone = `${joined(seats.map(inWords))} ${seats.length === 1 ? "has" : "have"} gone`;
    // The map has announced it already.
    toast(words, { words: offered, name: `${offered}, as ${gone}`, run: () => find.find(wanted) }, { isSaid: true });
  });

  on<Availability>("usher-availability", ({ available, is_taken_for_now: isTakenForNow }) => {
    const figure = document.createElement("b");
    figure.textContent = number(available);
    leftWords = [figure, document.createTextNode(` ${nounFor(available)} left`)];
    left?.replaceChildren(...leftWords);
    soldOut?.toggleAttribute("hidden", available > 0);
    if (soldOut && available === 0) {
      soldOut.querySelector("[data-soldout-title]")!.textContent = isTakenForNow ? "All taken for now" : "Sold out";
      soldOut.querySelector("[data-taken]")!.toggleAttribute("hidden", !isTakenForNow);
    }
  });

  on<{ state: "live" | "lost"; as_of: string | null }>("usher-link", ({ state, as_of }) => {
    link?.classList.toggle("on", state === "live");
    link?.classList.toggle("lost", state === "lost");
    if (state === "live") {
      left?.replaceChildren(...leftWords);
    } else if (as_of) {
      const time = new Date(as_of).toLocaleTimeString(formats);
      left?.replaceChildren(`Seats as of ${time}. Reconnecting.`);
    }
  });

  /** Nothing is requested if the map knows that a seat is taken: it would be fewer than the button said. */
  function holdInstead(seats: number[]): void {
    choice.keep(seats);
    const missing = seats.length - map.selected.length;
    tellMissing(missing);
    if (missing === 0) {
      void holding.ask();
    }
  }

  function tellMissing(count: number): void {
    if (count > 0) {
      toast(`${count === 1 ? "One of these has" : "Some of these have"} just gone. Nothing is held yet.`);
    }
  }

  function on<T>(type: string, listen: (detail: T) => void): void {
    map.addEventListener(type, (event) => listen((event as CustomEvent<T>).detail));
  }
}

const tickedIn = (list: HTMLElement): number[] =>
  [...list.querySelectorAll<HTMLInputElement>("input[name=seat]:checked")].map((field) => Number(field.value));
