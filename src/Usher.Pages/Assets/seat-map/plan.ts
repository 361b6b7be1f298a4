import { GridIndex } from "./grid-index";
import { orientations, standAlong } from "./orientation";
import { median } from "./median";
import { placeName } from "./place-words";
import type { PlanKind, WireArea, WirePlan, WirePoint } from "./wire";

/** So many distances between neighbours tell the usual one. */
const spacingsSampleMax = 4000;

/** So many seats tell how much room each has: hardly one in so many has less. */
const roomSampleMax = 1000;
const roomLessOneIn = 20;

/** The nearest seat is looked for within so many spacings, and at least so far. */
const roomReachSpacings = 4;
const roomReachMin = 120;

/** Rows farther apart than so many times the room of a seat stand on floors of their own. */
const pitchRoomsMax = 2.5;

/** The name of a row has room beside its last seat up to so many letters; each further one needs so many units. */
const labelLettersFit = 2;
const unitsPerLetter = 3.3;

/** How much larger a seat's place is than the seat that is drawn in it. */
export const unitsPerSeat = 8.4;

export interface Row {
  section: number;
  label: string | null;
  /** The names of the row and its seats; null: "Row %s", "seat %s", as placeName has it. */
  labelTemplate: string | null;
  seatTemplate: string | null;
  /** The index of its first seat, and how many it has: seats of a row lie side by side in every array. */
  first: number;
  count: number;
  /** Whether its seats stand along it, and not to and fro, as at both sides of a table. */
  isLine: boolean;
  /** From one aisle to the next: [first, end) of seats that are neighbours. */
  runs: [first: number, end: number][];
}

/** The geometry and the names of a seating plan; index i is seat number i + 1. It never changes. */
export class Plan {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Clockwise, in radians; at 0 a seat's front is up. */
  readonly angle: Float32Array;
  readonly rowOf: Uint32Array;
  readonly categoryOf: Uint16Array;
  readonly rows: Row[];
  readonly sections: string[];
  readonly categories: string[];
  /** What its places are. */
  readonly kind: PlanKind;
  readonly areas: WireArea[];
  /** Kinds of seats, as on the wire. */
  readonly kinds: Map<number, string[]>;
  readonly focus: WirePoint;
  readonly index: GridIndex;
  /** A tenth of the distance to the nearest seat of any row: what seats are drawn in. */
  readonly unit: number;
  /** The distance between one row and the next. */
  readonly pitch: number;
  readonly bounds: Bounds;
  private readonly numbers: (string | number)[];

  constructor(wire: WirePlan) {
    this.count = wire.x.length;
    this.x = Float32Array.from(wire.x);
    this.y = Float32Array.from(wire.y);
    this.numbers = wire.numbers;
    this.categoryOf = Uint16Array.from(wire.categories_of_seats);
    this.categories = wire.categories.map((category) => category.name);
    this.sections = wire.sections.map((name) => name ?? "");
    this.areas = wire.areas ?? [];
    this.kind = wire.kind ?? "SEATS";
    this.kinds = new Map(
      Object.entries(wire.kinds ?? {}).map(([number, kinds]) => [Number(number) - 1, kinds.split(" ")]));
    this.rowOf = new Uint32Array(this.count);
    this.rows = wire.rows.map((row, at) => {
      const first = row.first - 1;
      this.rowOf.fill(at, first, first + row.count);
      const { section, label, count, aisles } = row;
      const { label_template: labelTemplate = null, seat_template: seatTemplate = null } = row;
      const isLine = standAlong(this.x, this.y, first, count);
      return { section, label, labelTemplate, seatTemplate, first, count, isLine, runs: runs(first, count, aisles) };
    });

    const spacing = this.spacing();
    this.index = new GridIndex(this.x, this.y, spacing * 2);
    const room = this.room(spacing);
    this.pitch = Math.min(this.rowPitch(spacing), room * pitchRoomsMax);
    this.unit = room / 10;
    const labelExcess = this.rows.reduce((most, row) => Math.max(most, this.labelExcess(row.label)), 0);
    this.bounds = boundsOf(this, this.unit * 10 + labelExcess);
    this.focus = wire.focal_point ?? { x: (this.bounds.left + this.bounds.right) / 2, y: this.bounds.top };
    this.angle = orientations(this.x, this.y, this.rows, this.focus);
  }

  /** How much wider than a short name of a row this one is, in the plan's measure. */
  labelExcess(label: string | null): number {
    return Math.max(0, (label?.length ?? 0) - labelLettersFit) * unitsPerLetter * this.unit;
  }

  is(seat: number, kind: "WHEELCHAIR" | "COMPANION"): boolean {
    return this.kinds.get(seat)?.includes(kind) ?? false;
  }

  row(seat: number): Row {
    return this.rows[this.rowOf[seat]];
  }

  section(seat: number): string {
    return this.sections[this.row(seat).section] ?? "";
  }

  category(seat: number): string {
    return this.categories[this.categoryOf[seat]] ?? "";
  }

  number(seat: number): string {
    return String(this.numbers[seat] ?? seat + 1);
  }

  /** "J 16"; "5/16" in row 5, for two numbers side by side do not say which is the row's. */
  label(seat: number): string {
    const row = this.row(seat).label;
    const number = this.number(seat);
    const isTwoNumbers = /^\d+$/.test(row ?? "") && /^\d/.test(number);
    return row ? row + (isTwoNumbers ? "/" : " ") + number : number;
  }

  /** "Row J, seat 16". */
  name(seat: number): string {
    const row = this.rowName(this.rowOf[seat]);
    const name = placeName(this.row(seat).seatTemplate, row ? "seat" : "Seat", this.number(seat));
    return row ? `${row}, ${name}` : name;
  }

  /** "Row J"; empty where the row at this place has no name. */
  rowName(at: number): string {
    const { label, labelTemplate } = this.rows[at];
    return label ? placeName(labelTemplate, "Row", label) : "";
  }

  private spacing(): number {
    const found: number[] = [];
    const step = Math.max(1, Math.floor(this.count / spacingsSampleMax));
    for (let i = 1; i < this.count; i += step) {
      if (this.rowOf[i] === this.rowOf[i - 1]) {
        found.push(Math.hypot(this.x[i] - this.x[i - 1], this.y[i] - this.y[i - 1]));
      }
    }

    return median(found) || 20;
  }

  /** How far it is from a seat to the nearest one: of any row, for those of one row may sit at two sides of a table. */
  private room(spacing: number): number {
    const found: number[] = [];
    const step = Math.max(1, Math.floor(this.count / roomSampleMax));
    const reach = Math.max(roomReachMin, spacing * roomReachSpacings);
    for (let i = 0; i < this.count; i += step) {
      const other = this.index.nearest(this.x[i], this.y[i], reach, (seat) => seat !== i);
      if (other >= 0) {
        found.push(Math.hypot(this.x[i] - this.x[other], this.y[i] - this.y[other]));
      }
    }

    found.sort((a, b) => a - b);
    return found[Math.floor(found.length / roomLessOneIn)] || spacing;
  }

  private rowPitch(spacing: number): number {
    const found: number[] = [];
    const step = Math.max(1, Math.floor(this.count / 500));
    for (let i = 0; i < this.count; i += step) {
      const other = this.index.nearest(
        this.x[i], this.y[i], spacing * 4, (seat) => this.rowOf[seat] !== this.rowOf[i]);
      if (other >= 0) {
        found.push(Math.hypot(this.x[i] - this.x[other], this.y[i] - this.y[other]));
      }
    }

    return median(found) || spacing;
  }
}

export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Where the seats of a row lie side by side without an aisle. */
function runs(first: number, count: number, aisles: number[] = []): [number, number][] {
  const found: [number, number][] = [];
  let from = first;
  for (const aisle of [...aisles, count]) {
    if (first + aisle > from) {
      found.push([from, first + aisle]);
      from = first + aisle;
    }
  }

  return found;
}

function boundsOf(plan: Pick<Plan, "x" | "y" | "count" | "areas">, margin: number): Bounds {
  const bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  const take = (x: number, y: number, by: number): void => {
    bounds.left = Math.min(bounds.left, x - by);
    bounds.top = Math.min(bounds.top, y - by);
    bounds.right = Math.max(bounds.right, x + by);
    bounds.bottom = Math.max(bounds.bottom, y + by);
  };
  for (let i = 0; i < plan.count; i++) {
    take(plan.x[i], plan.y[i], margin);
  }

  for (const area of plan.areas) {
    for (const point of area.points ?? []) {
      take(point.x, point.y, 0);
    }

    if (area.x !== undefined && area.y !== undefined) {
      take(area.x, area.y, 0);
    }
  }

  return bounds;
}
