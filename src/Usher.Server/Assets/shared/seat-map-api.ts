/** What the page uses of `<usher-seat-map>`. */
export interface SeatMapApi extends HTMLElement {
  selected: number[];
  /** While seats are asked for they are not lost to somebody else. */
  holding: boolean;
  /** "J 16"; empty before the map is ready. */
  labelOf(seat: number): string;
  findTogether(count: number, category: string | null): number[] | null;
}

/** A seat as the map's events tell it. */
export interface ChosenSeat {
  seat_number: number;
  label: string;
  name: string;
  section: string;
  row: string;
  number: string;
  category: string;
  amount: number;
}

export interface Chosen {
  seats: ChosenSeat[];
  total: number;
}
