import type { Chosen, ChosenSeat, SeatMapApi } from "./seat-map-api";

/** The chosen seats: those of the map, or before it knows its seats those that the server has found. */
export class Choice {
  seats: readonly ChosenSeat[] = [];
  private isMapReady = false;
  private found: number[] = [];

  constructor(private readonly map: SeatMapApi, private readonly changed: (chosen: Chosen) => void) {}

  /** What the map tells of its choice. */
  take(chosen: Chosen): void {
    this.seats = chosen.seats;
    this.changed(chosen);
  }

  /** Chooses seats that the server has found. */
  choose(seats: readonly ChosenSeat[]): void {
    this.found = seats.map((seat) => seat.seat_number);
    this.map.selected = this.found;
    if (!this.isMapReady) {
      this.take({ seats: [...seats], total: seats.reduce((sum, seat) => sum + seat.amount, 0) });
    } else {
      this.map.zoomTo(this.map.selected);
    }
  }

  /** Chooses seats by their numbers: before the map knows its seats, some of those that are chosen. */
  keep(numbers: readonly number[]): void {
    if (this.isMapReady) {
      this.map.selected = [...numbers];
    } else {
      this.choose(this.seats.filter((seat) => numbers.includes(seat.seat_number)));
    }
  }

  /** From here on the map has the choice; these seats are chosen too. Returns how many of them have gone. */
  handOver(others: readonly number[]): number {
    const wanted = new Set([...this.found, ...others]);
    this.isMapReady = true;
    this.map.selected = [...wanted];
    return wanted.size - this.map.selected.length;
  }
}
