// What the server sends: GET /api/shows/{id}/plan and the messages of /api/shows/{id}/live.

/** What the places of a plan are: seats, appointments at desks, or the seats of a coach. */
export type PlanKind = "SEATS" | "SLOTS" | "COACH";

export interface WirePlan {
  name?: string;
  kind?: PlanKind;
  width: number;
  height: number;
  focal_point?: WirePoint | null;
  categories: { name: string; color?: string | null }[];
  sections: (string | null)[];
  rows: WireRow[];
  numbers: (string | number)[];
  x: number[];
  y: number[];
  categories_of_seats: number[];
  /** By seat number: WHEELCHAIR, COMPANION, RESTRICTED_VIEW, or several of them separated by spaces. */
  kinds?: Record<string, string>;
  areas?: WireArea[];
}

export interface WireRow {
  section: number;
  label: string | null;
  /** The names of the row and its seats, with "%s" for the label and the number. */
  label_template?: string;
  seat_template?: string;
  /** The seat number of the row's first seat; its others follow without gaps. */
  first: number;
  count: number;
  /** Positions in the row, from 1, after which an aisle is. */
  aisles?: number[];
}

export interface WirePoint {
  x: number;
  y: number;
}

/** A shape is a polygon, perhaps with a label at x, y; a text is words alone. */
export interface WireArea {
  shape: "polygon" | "text";
  points?: WirePoint[];
  x?: number;
  y?: number;
  text?: string | null;
  label?: string | null;
}

export interface WirePrice {
  category: string | null;
  /** In whole minor units of the show's currency. */
  amount: number;
}

/** A seat's number, the letter of its status and the version of that status. */
export type WireSeat = [number: number, status: string, version: number];

export interface LiveMessage {
  type: string;
  as_of?: string;
  seats?: WireSeat[];
  /** In a snapshot: base64 of two bits a seat, four seats a byte, the first in the lowest bits. */
  states?: string;
  /** The place after this message, to go on from when the connection is made again. */
  next?: string;
}

/** In how many seconds slots begin, when the page was made; their numbers; whether that is the day after the show's. */
export type WireBeginning = [seconds: number, numbers: number[], isNextDay: boolean];
