import { placeName } from "../seat-map/place-words";

/** What the page uses of `<usher-seat-map>`. */
export interface SeatMapApi extends HTMLElement {
  selected: number[];
  /** During a request seats are not reported as taken, and no others can be chosen. */
  holding: boolean;
  /** "J 16"; empty before the map is ready. */
  labelOf(seat: number): string;
  findTogether(count: number, category: string | null): number[] | null;
  /** Shows these seats, large enough to be told apart. */
  zoomTo(seats: number[]): void;
}

/** A seat in the map's events. */
export interface ChosenSeat {
  seat_number: number;
  label: string;
  name: string;
  section: string;
  /** Whether the plan has others, so that rows of several may be called alike. */
  has_sections: boolean;
  row: string;
  /** "Row J"; empty where the row has no name. */
  row_name: string;
  number: string;
  /** How seats of its row are called; null: by the kind of the plan. */
  seat_template: string | null;
  category: string;
  amount: number;
}

/** A seat within a sentence: "J 16"; "seat 7" where a number alone would be no seat's name. */
export const inWords = (seat: ChosenSeat): string =>
  (seat.row ? seat.label : placeName(null, "seat", seat.number));

export interface Chosen {
  seats: ChosenSeat[];
  total: number;
}
