import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { held, SeatStates, sold } from "../seat-map/seat-states";
import type { WireSeat } from "../seat-map/wire";
import { block } from "./plans";

function allFree(): SeatStates {
  const states = new SeatStates(new Plan(block({ rows: 1, seats: 4 })));
  states.apply([1, 2, 3, 4].map((number): WireSeat => [number, "A", 0]), true);
  return states;
}

test("A snapshot tells of every seat", () => {
  const states = allFree();
  assert.equal(states.available, 4);
  assert.deepEqual([...states.availableOf], [4]);
});

test("Only a higher version counts, in whatever order changes arrive", () => {
  const states = allFree();
  assert.deepEqual(states.apply([[2, "B", 3]], false), [1]);
  assert.deepEqual(states.apply([[2, "H", 2]], false), []);
  assert.deepEqual(states.apply([[2, "A", 3]], false), []);
  assert.equal(states.state[1], sold);
  assert.equal(states.available, 3);
});

test("A snapshot mends what was missed, but undoes nothing newer", () => {
  const states = allFree();
  states.apply([[1, "B", 5], [2, "H", 2]], false);
  assert.deepEqual(states.apply([[1, "A", 4], [2, "A", 2], [3, "H", 1], [4, "A", 0]], true), [1, 2]);
  assert.equal(states.state[0], sold);
  assert.equal(states.state[2], held);
});

test("A status nobody knows yet is not for sale", () => {
  const states = allFree();
  states.apply([[3, "?", 1]], false);
  assert(!states.isAvailable(2));
  assert.equal(states.available, 3);
});
