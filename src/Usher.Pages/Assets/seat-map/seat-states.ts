import type { Plan } from "./plan";
import type { WireSeat } from "./wire";

export const unknown = 0;
export const available = 1;
export const held = 2;
export const sold = 3;
export const blocked = 4;

export type State = typeof unknown | typeof available | typeof held | typeof sold | typeof blocked;

/** The states of a compact snapshot, by their two bits. */
const packedStates: readonly State[] = [available, held, sold, blocked];

const states: Record<string, State> = { A: available, H: held, B: sold, X: blocked };

/** The status of the seats, as far as this page has received it. */
export class SeatStates {
  readonly state: Uint8Array;
  /** How many seats of each section are free. */
  readonly availableOf: Uint32Array;
  readonly totalOf: Uint32Array;
  private readonly version: Float64Array;
  /** Seats that the organiser has blocked: the server tells buyers of them as of sold ones. */
  private blockedSeats: ReadonlySet<number> = new Set();
  /** Slots that have begun: nobody gets them any more, whoever frees them. */
  private readonly begun = new Set<number>();
  /** Those of them that nobody has. */
  private readonly unsold = new Set<number>();
  private free = 0;
  private isKnown = false;

  /** Until the seats are known, the page's own figures tell how many seats of each section are left. */
  constructor(private readonly plan: Plan, private readonly figures: readonly number[] = []) {
    this.state = new Uint8Array(plan.count);
    this.version = new Float64Array(plan.count).fill(-1);
    this.availableOf = new Uint32Array(plan.sections.length);
    this.totalOf = new Uint32Array(plan.sections.length);
    for (const row of plan.rows) {
      this.totalOf[row.section] += row.count;
    }
  }

  get available(): number {
    return this.free;
  }

  /** How many seats of a section are left, as far as anybody has said. */
  leftOf(section: number): number | undefined {
    return this.isKnown ? this.availableOf[section] : this.figures[section];
  }

  isAvailable(seat: number): boolean {
    return this.state[seat] === available;
  }

  /**
   * Applies a message of the server and returns the seats that changed. Changes arrive in more than one way: one counts
   * only if its version is higher; a snapshot also where it is the same, for a hold may lapse without a new one.
   */
  apply(seats: WireSeat[], isSnapshot: boolean): number[] {
    const changed: number[] = [];
    this.isKnown = true;
    for (const [number, letter, version] of seats) {
      const seat = number - 1;
      const isNewer = version > this.version[seat] || (isSnapshot && version === this.version[seat]);
      if (!isNewer) {
        continue;
      }

      this.version[seat] = version;
      if (this.set(seat, this.seen(seat, states[letter] ?? blocked))) {
        changed.push(seat);
      }
    }

    return changed;
  }

  /** Applies a compact snapshot and returns the seats that changed. What follows it is newer, whatever its version. */
  applyPacked(packed: string): number[] {
    const bytes = atob(packed);
    const changed: number[] = [];
    this.isKnown = true;
    this.version.fill(-1);
    for (let seat = 0; seat < Math.min(this.plan.count, bytes.length * 4); seat++) {
      const bits = (bytes.charCodeAt(seat >> 2) >> ((seat & 3) * 2)) & 3;
      if (this.set(seat, this.seen(seat, packedStates[bits]))) {
        changed.push(seat);
      }
    }

    return changed;
  }

  /** Sets which of the sold seats are blocked, and returns those that changed by it. */
  block(seats: Iterable<number>): number[] {
    const before = this.blockedSeats;
    this.blockedSeats = new Set(seats);
    const unsure = [...before, ...this.blockedSeats]
      .filter((seat) => this.state[seat] >= sold && !this.unsold.has(seat));
    return unsure.filter((seat) => this.set(seat, this.blockedSeats.has(seat) ? blocked : sold));
  }

  /** These slots have begun; returns those that could be had until now. */
  begin(seats: readonly number[]): number[] {
    seats.forEach((seat) => this.begun.add(seat));
    const free = seats.filter((seat) => this.state[seat] === available);
    free.forEach((seat) => this.unsold.add(seat));
    return free.filter((seat) => this.set(seat, blocked));
  }

  /** Whether nobody has the slot, and nobody gets it any more. */
  hasBegun(seat: number): boolean {
    return this.unsold.has(seat);
  }

  /** How many seats are in a state; slots that have begun without a buyer are in none. */
  total(state: State): number {
    return this.state.reduce((sum, one, seat) => sum + Number(one === state && !this.unsold.has(seat)), 0);
  }

  private seen(seat: number, next: State): State {
    if (next === available && this.begun.has(seat)) {
      this.unsold.add(seat);
      return blocked;
    }

    this.unsold.delete(seat);
    return next === sold && this.blockedSeats.has(seat) ? blocked : next;
  }

  private set(seat: number, next: State): boolean {
    if (next === this.state[seat]) {
      return false;
    }

    this.count(seat, next);
    this.state[seat] = next;
    return true;
  }

  private count(seat: number, next: State): void {
    const difference = Number(next === available) - Number(this.state[seat] === available);
    this.free += difference;
    this.availableOf[this.plan.row(seat).section] += difference;
  }
}
