import { joined } from "../seat-map/words";
import { seatCount } from "./money";
import type { SeatMapApi } from "./seat-map-api";
import { leave } from "./toast";

const labelsMax = 3;

/** Beside the chosen seats: alternatives to a choice that would leave a single seat. */
export class LoneOffer {
  constructor(
    private readonly place: HTMLElement,
    private readonly map: SeatMapApi,
    private readonly take: (seats: number[]) => void,
  ) {}

  show(words: string, choices: number[][]): void {
    const text = document.createElement("p");
    text.textContent = words;
    const buttons = choices.map((seats) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = `Hold ${this.name(seats)}`;
      button.addEventListener("click", () => this.take(seats));
      return button;
    });
    this.place.replaceChildren(text, ...buttons);
    this.place.hidden = false;
    this.place.scrollIntoView({ block: "nearest" });
  }

  hide(): void {
    leave(this.place);
    this.place.hidden = true;
    this.place.replaceChildren();
  }

  private name(seats: number[]): string {
    if (seats.length > labelsMax) {
      return `${seatCount(seats.length)}, ${this.map.labelOf(seats[0])} to ${this.map.labelOf(seats.at(-1)!)}`;
    }

    return joined(seats.map((seat) => this.map.labelOf(seat)));
  }
}
