import { seatCount } from "./money";
import type { SeatMapApi } from "./seat-map-api";
import { toast } from "./toast";

/** "Find 3 seats together at this price." */
export class FindForm {
  private readonly count: HTMLOutputElement;
  private readonly category: HTMLSelectElement;
  private readonly button: HTMLButtonElement;
  private wanted = 2;

  constructor(
    form: HTMLElement,
    private readonly map: SeatMapApi,
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

  /** Before the seats are known, and during a request, none are found. */
  set isLocked(isLocked: boolean) {
    this.button.disabled = isLocked;
  }

  find(count: number): void {
    if (this.button.disabled) {
      return;
    }

    this.wanted = count;
    this.step(0);
    const category = this.category.value || null;
    if (this.map.findTogether(this.wanted, category)) {
      return;
    }

    if (category === null) {
      toast(count === 1
        ? "No seats are available."
        : `There are no ${seatCount(count)} together. Try fewer, or choose them one by one.`);
    } else {
      toast(`No ${seatCount(count)} together at this price.`, {
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
