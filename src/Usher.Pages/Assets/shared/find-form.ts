import { busy } from "./busy-button";
import type { Choice } from "./choice";
import { askToFind } from "./find-request";
import { seatCount } from "./money";
import type { SeatMapApi } from "./seat-map-api";
import { toast } from "./toast";

/**
 * "Find 3 seats together at this price." The map finds them at once; before it knows its seats, and where a group must
 * sit apart, the server does.
 */
export class FindForm {
  private readonly count: HTMLOutputElement;
  private readonly category: HTMLSelectElement;
  private readonly button: HTMLButtonElement;
  private wanted = 2;
  private isAsking = false;

  constructor(
    form: HTMLElement,
    private readonly map: SeatMapApi,
    private readonly show: number,
    private readonly choice: Choice,
    private readonly seatsMax: number,
  ) {
    this.count = form.querySelector<HTMLOutputElement>("[data-count]")!;
    this.category = form.querySelector<HTMLSelectElement>("[data-category]")!;
    this.button = form.querySelector<HTMLButtonElement>("[data-find]")!;
    const on = (name: string, run: () => void): void =>
      form.querySelector(`[data-${name}]`)?.addEventListener("click", run);
    on("fewer", () => this.step(-1));
    on("more", () => this.step(1));
    on("find", () => this.find(this.wanted));
    this.step(0);
  }

  /** During a request for the chosen seats none are found. */
  set isLocked(isLocked: boolean) {
    this.button.disabled = isLocked;
  }

  find(count: number): void {
    if (this.button.disabled || this.isAsking) {
      return;
    }

    this.wanted = count;
    this.step(0);
    const category = this.category.value || null;
    if (!this.map.findTogether(this.wanted, category)) {
      void this.ask(this.wanted, category);
    }
  }

  private async ask(count: number, category: string | null): Promise<void> {
    this.isAsking = true;
    const end = busy(this.button, "Finding…");
    const found = await askToFind(this.show, count, category);
    end();
    this.isAsking = false;
    if (this.button.disabled) {
      return;
    }

    if (!found) {
      toast("We could not be reached. Try again in a moment.");
    } else if (found.parts.length === 0) {
      this.tellNone(count, category);
    } else {
      this.choice.choose(found.seats);
      if (found.parts.length > 1) {
        const parts = found.parts.map((part) => part.length).join(" + ");
        const where = category === null ? "" : " at this price";
        toast(`There are no ${seatCount(count)} together${where}. These are ${parts}, close to each other.`);
      }
    }
  }

  private tellNone(count: number, category: string | null): void {
    if (category === null) {
      toast(count === 1
        ? "No seats are available."
        : `There are no ${seatCount(count)} close to each other. Try fewer, or choose them one by one.`);
    } else {
      toast(`There are no ${seatCount(count)} close to each other at this price.`, {
        words: "Any price",
        run: () => {
          this.category.value = "";
          this.find(count);
        },
      });
    }
  }

  private step(by: number): void {
    this.wanted = Math.max(1, Math.min(this.seatsMax, this.wanted + by));
    this.count.value = String(this.wanted);
  }
}
