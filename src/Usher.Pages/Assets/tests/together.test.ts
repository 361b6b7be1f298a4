import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { findTogether } from "../seat-map/together";
import { block } from "./plans";

const free = (...taken: number[]) => (seat: number): boolean => !taken.includes(seat);

test("The neighbours nearest to the stage are found", () => {
  const plan = new Plan(block({ rows: 3, seats: 6 }));
  assert.deepEqual(findTogether(plan, 2, free(), null), [2, 3]);
});

test("Nobody sits across an aisle from their company", () => {
  const plan = new Plan(block({ rows: 1, seats: 6, aisles: [3] }));
  assert.deepEqual(findTogether(plan, 3, free(), null), [0, 1, 2]);
  assert.equal(findTogether(plan, 4, free(), null), null);
});

test("A little further is better than leaving one seat alone", () => {
  const plan = new Plan(block({ rows: 1, seats: 5 }));
  const found = findTogether(plan, 2, free(), null)!;
  assert(found[0] === 0 || found[0] === 3, `seats ${found} leave one alone`);
});

test("Only seats of the wanted price count, and none that is taken", () => {
  const plan = new Plan(block({ rows: 2, seats: 4 }));
  assert.deepEqual(findTogether(plan, 3, free(4), "Rear"), [5, 6, 7]);
  assert.equal(findTogether(plan, 4, free(4), "Rear"), null);
  assert.equal(findTogether(plan, 1, free(), "Balcony"), null);
});

test("Spaces for wheelchairs and companions are left to those who need them", () => {
  const plan = new Plan(block({ rows: 1, seats: 4, kinds: { 2: "WHEELCHAIR", 3: "COMPANION" } }));
  assert.equal(findTogether(plan, 2, free(), null), null);
  assert.equal(findTogether(plan, 1, free(), null)!.length, 1);
});
