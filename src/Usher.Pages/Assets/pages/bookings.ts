// The bookings that this device has seen, and how each of them stands.
import { bookingStates, type BookingState } from "../shared/booking-states";
import { addressOf, forget, keptBookingsHere, type KeptBooking } from "../shared/kept-bookings";
import { whenLookedAtAgain } from "../shared/looking";
import { readersTimeText, timeText, venueTimeText } from "../shared/times";

const list = document.querySelector<HTMLElement>("[data-kept]");
const none = document.querySelector<HTMLElement>("[data-none]");
const unread = document.querySelector<HTMLElement>("[data-unread]");
const question = document.querySelector<HTMLDialogElement>("#forget");
const address = question?.querySelector<HTMLInputElement>("[data-forget-address]");

let states: Map<string, BookingState> | null = null;
let asked: KeptBooking | null = null;

function show(): void {
  const kept = keptBookingsHere();
  none?.toggleAttribute("hidden", kept.length > 0);
  list?.replaceChildren(...kept.map(card));
}

function card(booking: KeptBooking): HTMLElement {
  const { id, name, starts, local, zone } = booking;
  const seats = seatsOf(booking);
  const item = document.createElement("li");
  item.className = "card";
  const text = item.appendChild(document.createElement("div"));
  const link = text.appendChild(document.createElement("a"));
  link.href = addressOf(booking);
  link.textContent = name;
  link.dir = "auto";
  const line = text.appendChild(document.createElement("p"));
  line.className = "small soft num";
  const at = new Date(starts);
  // What was kept before shows had a time zone has none.
  line.textContent = `${local && zone ? venueTimeText(at, local, zone, "brief") : timeText(at, "brief")} · ${seats}`;
  if (states) {
    text.appendChild(stateOf(states.get(id), booking));
  }

  const button = item.appendChild(document.createElement("button"));
  button.className = "btn plain";
  button.type = "button";
  button.textContent = "Forget";
  button.setAttribute("aria-label", `Forget ${name}, ${seats}`);
  button.addEventListener("click", () => ask(booking));
  return item;
}

// What was kept when the page was opened may have been renamed since.
function seatsOf(booking: KeptBooking): string {
  return states?.get(booking.id)?.seats ?? booking.seats;
}

function stateOf(state: BookingState | undefined, { starts, local, zone }: KeptBooking): HTMLElement {
  const line = document.createElement("p");
  line.className = "state small num";
  const badge = line.appendChild(document.createElement("span"));
  badge.className = `badge ${state?.badge ?? ""}`;
  badge.textContent = state?.words ?? "No longer stored";
  const at = state?.at ? readersTimeText(new Date(state.at), { starts: new Date(starts), local, zone }, "brief") : "";
  const rest = [at, state?.note ?? ""].filter(Boolean).join(" · ");
  if (rest) {
    line.append(` ${rest}`);
  }

  return line;
}

function ask(booking: KeptBooking): void {
  asked = booking;
  const name = question?.querySelector("[data-forget-name]");
  if (question && name && address) {
    name.textContent = `${booking.name}, ${seatsOf(booking)}`;
    address.value = new URL(addressOf(booking), location.href).href;
    question.showModal();
  }
}

async function look(): Promise<void> {
  const ids = keptBookingsHere().map(({ id }) => id);
  if (ids.length > 0) {
    const found = await bookingStates(ids);
    states = found ?? states;
    unread?.toggleAttribute("hidden", found !== null);
    show();
  }
}

address?.addEventListener("focus", () => address?.select());
question?.querySelector("[data-forget-now]")?.addEventListener("click", () => {
  if (asked) {
    forget(asked.id);
  }

  question?.close();
  show();
  // Its button is gone: the keyboard goes on from the top of the list.
  document.querySelector<HTMLElement>("[data-heading]")?.focus();
});

show();
void look();
whenLookedAtAgain(() => void look());
