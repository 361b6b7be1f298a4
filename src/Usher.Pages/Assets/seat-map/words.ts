import { leftWords, nounFor, placeCount } from "./nouns";
import { placeName } from "./place-words";
import type { Plan } from "./plan";
import type { Prices } from "./prices";
import { available, blocked, held, sold, unknown, type SeatStates } from "./seat-states";

/** Whether a seat is sold or blocked is nobody's business but the organiser's. */
const stateWords: Record<number, string> = {
  [unknown]: "still loading",
  [available]: "available",
  [held]: "on hold",
  [sold]: "not available",
  [blocked]: "not available",
};

/** The names of the states at the desk. */
const deskStateWords: Record<number, string> = {
  ...stateWords, [available]: "free", [held]: "held", [sold]: "sold", [blocked]: "blocked",
};

const kindWords: Record<string, string> = {
  WHEELCHAIR: "Wheelchair space",
  COMPANION: "Companion seat",
  RESTRICTED_VIEW: "Restricted view",
};

/** Texts about seats, spoken and written. */
export class Words {
  isDesk = false;

  constructor(
    private readonly plan: Plan,
    private readonly states: SeatStates,
    private readonly prices: Prices,
  ) {}

  /** "Row J, seat 16, Stalls, £46, available". */
  seat(seat: number, isSelected: boolean): string {
    const parts = [this.plan.name(seat), this.plan.section(seat), this.kind(seat)];
    if (this.states.isAvailable(seat) || (isSelected && !this.isDesk)) {
      parts.push(this.price(seat));
    }

    if (isSelected && this.isDesk) {
      parts.push(this.state(seat));
    }

    parts.push(isSelected ? "selected" : this.state(seat));
    return parts.filter((part) => part !== "").join(", ");
  }

  /** What is left of a section: "118 left"; nothing while that is not known. */
  left(section: number): string {
    return leftWords(this.states.leftOf(section));
  }

  state(seat: number): string {
    return this.states.hasBegun(seat) ? "has begun"
      : (this.isDesk ? deskStateWords : stateWords)[this.states.state[seat]];
  }

  kind(seat: number): string {
    return (this.plan.kinds.get(seat) ?? []).map((kind) => kindWords[kind] ?? "").filter(Boolean).join(", ");
  }

  price(seat: number): string {
    return this.prices.text(this.prices.amount(this.plan.categoryOf[seat]));
  }

  /** "J 16 selected. 3 seats, £138". */
  choice(seat: number, isSelected: boolean, seats: readonly number[]): string {
    return `${this.plan.label(seat)} ${isSelected ? "selected" : "removed"}. ${this.total(seats)}`;
  }

  /** "3 seats, £138". */
  total(seats: readonly number[]): string {
    const price = this.prices.text(
      seats.reduce((sum, seat) => sum + this.prices.amount(this.plan.categoryOf[seat]), 0));
    return seatCount(seats.length) + (price && seats.length ? `, ${price}` : "");
  }

  /** "J 16 and J 17 are no longer available. Your other seat is still free." */
  loss(seats: readonly number[], remaining: number): string {
    const rest = remaining === 0 ? "" : remaining === 1
      ? ` Your other ${nounFor(1)} is still free.`
      : ` Your other ${placeCount(remaining)} are still free.`;
    const names = seats.map((seat, at) => this.plan.row(seat).label
      ? this.plan.label(seat)
      : at === 0 ? this.plan.name(seat) : placeName(null, "seat", this.plan.number(seat)));
    return `${joined(names)} ${seats.length === 1 ? "is" : "are"} no longer available.${rest}`;
  }
}

/** "J 16, J 17 and J 18". */
export const joined = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0] ?? "";

export function seatCount(count: number): string {
  return count === 0 ? `No ${nounFor(0)}` : placeCount(count);
}

/** "Seats as of 10:02:31. Reconnecting." */
export function linkLost(asOf: string | null, language: string): string {
  const time = asOf ? new Date(asOf).toLocaleTimeString(language, { timeStyle: "medium", hourCycle: "h23" }) : null;
  return time ? `Seats as of ${time}. Reconnecting.` : "Connecting.";
}
