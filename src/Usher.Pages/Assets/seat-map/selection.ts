/** The seats somebody has chosen, in the order of choosing. */
export class Selection {
  private chosen: number[] = [];

  constructor(public max: number) {}

  get seats(): readonly number[] {
    return this.chosen;
  }

  get isFull(): boolean {
    return this.chosen.length >= this.max;
  }

  has(seat: number): boolean {
    return this.chosen.includes(seat);
  }

  /** Whether the seat is chosen now; false also if there was no room for it. */
  toggle(seat: number): boolean {
    if (this.has(seat)) {
      this.remove(seat);
      return false;
    }

    if (this.isFull) {
      return false;
    }

    this.chosen = [...this.chosen, seat];
    return true;
  }

  remove(seat: number): void {
    this.chosen = this.chosen.filter((other) => other !== seat);
  }

  set(seats: Iterable<number>): void {
    this.chosen = [...new Set(seats)].slice(0, this.max);
  }
}
