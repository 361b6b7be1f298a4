import { briefMoneyText, type MoneyForm } from "./money-form";
import type { Plan } from "./plan";
import type { WirePrice } from "./wire";

/** How many colours a page has for prices: --cat-1 to --cat-5. */
export const colorCount = 5;

/** What seats cost, how it is formatted, and its colour: the dearest has the first. */
export class Prices {
  readonly isFree: boolean;
  /** The categories in order of price. */
  readonly order: number[];
  /** The place of each category's colour, from 0. */
  readonly colorOf: Uint8Array;
  /** The mark of each category beside its colour: 0 is none. No two categories have both alike. */
  readonly markOf: Uint8Array;
  private readonly amounts: number[];

  /** Where colours say nothing there is one, and marks tell all prices apart. */
  constructor(plan: Plan, prices: WirePrice[], private readonly money: MoneyForm | null, colors = colorCount) {
    this.isFree = prices.length === 0;
    const everywhere = prices.find((price) => price.category === null)?.amount ?? 0;
    this.amounts = plan.categories.map((name) => prices.find((price) => price.category === name)?.amount ?? everywhere);
    this.order = plan.categories.map((_, i) => i).sort((a, b) => this.amounts[b] - this.amounts[a] || a - b);
    this.colorOf = new Uint8Array(Math.max(1, plan.categories.length));
    this.markOf = new Uint8Array(this.colorOf.length);
    this.order.forEach((category, place) => {
      this.colorOf[category] = place % colors;
      this.markOf[category] = Math.floor(place / colors);
    });
  }

  amount(category: number): number {
    return this.amounts[category] ?? 0;
  }

  /** "Stalls £46". */
  words(plan: Plan, category: number): string {
    return [plan.categories[category], this.text(this.amount(category))].filter(Boolean).join(" ");
  }

  /** "£46", "£46.50"; nothing where the show is free. */
  text(amount: number): string {
    return this.isFree || !this.money ? "" : briefMoneyText(this.money, amount);
  }
}
