import assert from "node:assert/strict";
import test from "node:test";
import { neighbour } from "../seat-map/navigation";
import { Plan } from "../seat-map/plan";
import { block } from "./plans";

const plan = new Plan(block({ rows: 3, seats: 6, aisles: [3] }));

test("Left and right stay in the row, over its aisle, and end at its ends", () => {
  assert.equal(neighbour(plan, 8, "ArrowRight"), 9);
  assert.equal(neighbour(plan, 8, "ArrowLeft"), 7);
  assert.equal(neighbour(plan, 6, "ArrowLeft"), null);
  assert.equal(neighbour(plan, 11, "ArrowRight"), null);
});

test("Up and down lead to the seat above and below", () => {
  assert.equal(neighbour(plan, 8, "ArrowUp"), 2);
  assert.equal(neighbour(plan, 8, "ArrowDown"), 14);
  assert.equal(neighbour(plan, 2, "ArrowUp"), null);
});

test("Home and End lead to the ends of the row", () => {
  assert.equal(neighbour(plan, 9, "Home"), 6);
  assert.equal(neighbour(plan, 9, "End"), 11);
});

test("Keys go by what is seen where numbers run from right to left", () => {
  const wire = block({ rows: 2, seats: 6 });
  wire.x = wire.x.map((x) => -x);
  const mirrored = new Plan(wire);
  assert.equal(neighbour(mirrored, 2, "ArrowLeft"), 3);
  assert.equal(neighbour(mirrored, 2, "ArrowRight"), 1);
  assert.equal(neighbour(mirrored, 2, "Home"), 5);
});

test("Page Up and Page Down lead from section to section", () => {
  const wire = block({ rows: 3, seats: 6 });
  wire.sections = ["Stalls", "Circle"];
  wire.rows[2].section = 1;
  const sections = new Plan(wire);
  assert.equal(neighbour(sections, 3, "PageDown"), 12);
  assert.equal(neighbour(sections, 14, "PageUp"), 0);
  assert.equal(neighbour(sections, 14, "PageDown"), null);
});

test("A row far below is reached where nothing is nearer", () => {
  const wire = block({ rows: 2, seats: 6 });
  wire.y = wire.y.map((y) => y * 100);
  assert.equal(neighbour(new Plan(wire), 2, "ArrowDown"), 8);
});
