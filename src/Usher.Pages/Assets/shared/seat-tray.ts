import { nounFor } from "../seat-map/nouns";
import { seatCount } from "./money";
import { chosenTogether } from "./chosen-words";
import type { Chosen, ChosenSeat } from "./seat-map-api";

const seatDrawing = `<svg class="seat mine" viewBox="-6.2 -6.2 12.4 12.4" aria-hidden="true"><path
d="M-2.6-4.2h5.2a1.6 1.6 0 0 1 1.6 1.6v3.6a3.2 3.2 0 0 1-3.2 3.2h-2a3.2 3.2 0 0 1-3.2-3.2v-3.6a1.6 1.6 0 0 1 1.6-1.6z"/>
<path class="tick" d="M-1.7.1l1.3 1.3 2.3-2.7"/></svg>`;
const crossDrawing = `<svg class="sign" viewBox="0 0 20 20" aria-hidden="true"><path d="m6 6 8 8M14 6l-8 8"/></svg>`;

/** The chosen seats, one by one, and their total. */
export class SeatTray {
  private readonly list: HTMLElement;
  private readonly none: HTMLElement;
  private readonly picked: HTMLElement;
  private readonly total: HTMLElement;
  private shown: Chosen = { seats: [], total: 0 };
  private locked = false;

  constructor(
    form: HTMLElement,
    private readonly button: HTMLButtonElement,
    private readonly money: (amount: number) => string,
    private readonly remove: (seatNumber: number) => void,
    /** How many seats a booking may have. */
    private readonly most: number,
  ) {
    const part = (name: string): HTMLElement => form.querySelector<HTMLElement>(`[data-${name}]`)!;
    [this.list, this.none, this.picked, this.total] = ["tray", "none", "picked", "total"].map(part);
  }

  /** During a request no seat can be removed, and the button shows progress. */
  set isLocked(isLocked: boolean) {
    this.locked = isLocked;
    this.show(this.shown);
  }

  show(chosen: Chosen): void {
    const { seats, total } = (this.shown = chosen);
    this.list.replaceChildren(...seats.map((seat) => this.line(seat)));
    this.none.hidden = seats.length > 0;
    this.picked.textContent = chosenTogether(seats);
    this.total.textContent = this.money(total);
    if (!this.locked) {
      this.button.textContent = seats.length === 0 ? `Choose ${nounFor(this.most)}` : `Hold ${seatCount(seats.length)}`;
    }
  }

  private line(seat: ChosenSeat): HTMLElement {
    const item = document.createElement("li");
    item.innerHTML = seatDrawing;
    const words = item.appendChild(document.createElement("div"));
    words.appendChild(document.createElement("b")).textContent = seat.name;
    words.appendChild(document.createElement("small")).textContent =
      [seat.section, seat.category].filter((part) => part).join(" · ");
    const price = item.appendChild(document.createElement("span"));
    price.className = "num";
    price.textContent = this.money(seat.amount);
    const button = item.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "icon";
    button.disabled = this.locked;
    button.innerHTML = crossDrawing;
    button.setAttribute("aria-label", `Remove ${seat.name}`);
    button.addEventListener("click", () => {
      this.remove(seat.seat_number);
      this.button.focus();
    });
    return item;
  }
}
