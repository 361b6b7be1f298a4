// A show's page: the map's events become the tray, the figures at the top and what is said.
import "../seat-map/seat-map";
import { FindForm } from "../shared/find-form";
import { Holding } from "../shared/holding";
import { LoneOffer } from "../shared/lone-offer";
import { moneyWriter } from "../shared/money";
import { tellOwnHold } from "../shared/own-hold";
import type { Chosen, ChosenSeat, SeatMapApi } from "../shared/seat-map-api";
import { SeatTray } from "../shared/seat-tray";
import { toast } from "../shared/toast";

const seatsMaxDefault = 10;

const form = document.querySelector<HTMLFormElement>("form[data-show]");
const map = form?.querySelector<SeatMapApi>("usher-seat-map");
const button = form?.querySelector<HTMLButtonElement>("[data-hold]");
if (form && map && button) {
  start(form, map, button);
}

function start(form: HTMLFormElement, map: SeatMapApi, button: HTMLButtonElement): void {
  let chosen: readonly ChosenSeat[] = [];
  const money = moneyWriter(map.getAttribute("currency"), Number(map.getAttribute("currency-digits")));
  const tray = new SeatTray(form, button, money, (seat) => {
    map.selected = map.selected.filter((other) => other !== seat);
  });
  const seatsMax = Number(map.getAttribute("seats-max")) || seatsMaxDefault;
  const find = new FindForm(form, map, seatsMax);
  const offer = new LoneOffer(form.querySelector<HTMLElement>("[data-lone]")!, map, (seats) => {
    map.selected = seats;
    void holding.ask();
  });
  const holding = new Holding(Number(form.dataset.show), map, button, () => chosen, offer, seatsMax);
  const link = document.querySelector<HTMLElement>("[data-link]");
  const left = document.querySelector<HTMLElement>("[data-left]");
  const soldOut = form.querySelector<HTMLElement>("[data-soldout]");
  const ownHold = form.querySelector<HTMLElement>("[data-own-hold]")!;
  let leftWords: Node[] = [];

  void tellOwnHold(ownHold, Number(form.dataset.show));
  addEventListener("pageshow", (event) => event.persisted && void tellOwnHold(ownHold, Number(form.dataset.show)));

  // What is ticked in the list already, by an address or a reload, stays chosen; from here on the map is the list.
  map.selected = [...form.querySelectorAll<HTMLInputElement>("input[name=seat]:checked")]
    .map((field) => Number(field.value));
  tray.show({ seats: [], total: 0 });

  on<object>("usher-ready", () => {
    map.replaceChildren();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void holding.ask();
    });
  });

  on<Chosen>("usher-selection", (choice) => {
    chosen = choice.seats;
    holding.choiceChanged();
    tray.show(choice);
  });

  on<{ seat: ChosenSeat; remaining: number }>("usher-loss", ({ seat, remaining }) => {
    const others = remaining === 0 ? "" : remaining === 1
      ? " Your other seat is still free."
      : ` Your other ${remaining} seats are still free.`;
    toast(`${seat.row ? seat.label : seat.name} has just gone to someone else.${others}`, {
      words: remaining === 0 ? "Find another" : `Find ${remaining + 1} together`,
      run: () => find.find(remaining + 1),
    });
  });

  on<{ available: number }>("usher-availability", ({ available }) => {
    const figure = document.createElement("b");
    figure.textContent = available.toLocaleString("en");
    leftWords = [figure, document.createTextNode(available === 1 ? " seat left" : " seats left")];
    left?.replaceChildren(...leftWords);
    soldOut?.toggleAttribute("hidden", available > 0);
  });

  on<{ state: "live" | "lost"; as_of: string | null }>("usher-link", ({ state, as_of }) => {
    link?.classList.toggle("on", state === "live");
    link?.classList.toggle("lost", state === "lost");
    if (state === "live") {
      left?.replaceChildren(...leftWords);
    } else if (as_of) {
      const time = new Date(as_of).toLocaleTimeString("en-GB");
      left?.replaceChildren(`Seats as of ${time}. Reconnecting.`);
    }
  });

  function on<T>(type: string, listen: (detail: T) => void): void {
    map.addEventListener(type, (event) => listen((event as CustomEvent<T>).detail));
  }
}
