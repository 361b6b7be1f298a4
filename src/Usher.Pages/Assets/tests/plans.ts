import type { WirePlan } from "../seat-map/wire";

interface Block {
  rows?: number;
  seats?: number;
  aisles?: number[];
  kinds?: Record<string, string>;
}

/** Straight rows, 20 between seats and 25 between rows, the stage above the first; an aisle is as wide as a seat. */
export function block({ rows = 3, seats = 6, aisles = [], kinds = {} }: Block = {}): WirePlan {
  const plan: WirePlan = {
    width: 600,
    height: 600,
    focal_point: { x: 10 * (seats - 1), y: -100 },
    categories: [{ name: "Front" }, { name: "Rear" }],
    sections: ["Stalls"],
    rows: [],
    numbers: [],
    x: [],
    y: [],
    categories_of_seats: [],
    kinds,
  };
  for (let row = 0; row < rows; row++) {
    plan.rows.push({ section: 0, label: "ABCDEFGHJKLM"[row], first: plan.x.length + 1, count: seats, aisles });
    for (let seat = 0; seat < seats; seat++) {
      plan.numbers.push(String(seat + 1));
      plan.x.push(20 * (seat + aisles.filter((aisle) => aisle <= seat).length));
      plan.y.push(25 * row);
      plan.categories_of_seats.push(row === 0 ? 0 : 1);
    }
  }

  return plan;
}

/** A ring of seats around the focal point, in one row. */
export function ring(seats: number, radius: number): WirePlan {
  const angles = Array.from({ length: seats }, (_, i) => (2 * Math.PI * i) / seats);
  return {
    ...block({ rows: 0 }),
    focal_point: { x: 0, y: 0 },
    rows: [{ section: 0, label: "A", first: 1, count: seats }],
    numbers: angles.map((_, i) => i + 1),
    x: angles.map((angle) => radius * Math.cos(angle)),
    y: angles.map((angle) => radius * Math.sin(angle)),
    categories_of_seats: angles.map(() => 0),
  };
}

/** Two tables of four pairs, each pair across the table from each other and 25 from the next. */
export function benches(tableWidth: number): WirePlan {
  const seats = Array.from({ length: 16 }, (_, i) => i);
  return {
    ...block({ rows: 0 }),
    rows: [{ section: 0, label: "1", first: 1, count: 8 }, { section: 0, label: "2", first: 9, count: 8 }],
    numbers: seats.map((i) => (i % 8) + 1),
    x: seats.map((i) => (i % 2) * tableWidth + Math.floor(i / 8) * (tableWidth + 80)),
    y: seats.map((i) => Math.floor((i % 8) / 2) * 25),
    categories_of_seats: seats.map(() => 0),
  };
}

/** Two desks with a slot at each of these times. */
export function desks(times: string[]): WirePlan {
  const slots = [...times, ...times];
  return {
    ...block({ rows: 0 }),
    kind: "SLOTS",
    rows: ["Desk 1", "Desk 2"].map((label, at) => ({
      section: 0, label, label_template: "%s", seat_template: "%s", first: at * times.length + 1, count: times.length,
    })),
    numbers: slots,
    x: slots.map((_, i) => (i % times.length) * 48),
    y: slots.map((_, i) => Math.floor(i / times.length) * 60),
    categories_of_seats: slots.map(() => 0),
  };
}

/** Blocks side by side, each of its own section, with so many seats in each of their rows. */
export function blocks(names: string[], widths: number[], rows = 20): WirePlan {
  const plan: WirePlan = { ...block({ rows: 0 }), sections: names };
  names.forEach((_, section) => {
    const left = widths.slice(0, section).reduce((sum, seats) => sum + 20 * (seats + 1), 0);
    for (let row = 0; row < rows; row++) {
      plan.rows.push({ section, label: String(row + 1), first: plan.x.length + 1, count: widths[section] });
      for (let seat = 0; seat < widths[section]; seat++) {
        plan.numbers.push(seat + 1);
        plan.x.push(left + 20 * seat);
        plan.y.push(25 * row);
        plan.categories_of_seats.push(0);
      }
    }
  });
  return plan;
}
