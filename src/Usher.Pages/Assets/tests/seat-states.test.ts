import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { available, blocked, held, SeatStates, sold } from "../seat-map/seat-states";
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

test("A compact snapshot tells of every seat by two bits, and what follows it counts whatever its version", () => {
  const states = new SeatStates(new Plan(block({ rows: 1, seats: 5 })));
  // Free, held, sold, free, and in the next byte sold; the bits beyond the last seat are nobody's.
  const packed = btoa(String.fromCharCode(0b00_10_01_00, 0b11_11_11_10));
  assert.deepEqual(states.applyPacked(packed), [0, 1, 2, 3, 4]);
  assert.deepEqual([...states.state], [available, held, sold, available, sold]);
  assert.equal(states.available, 2);
  states.apply([[1, "B", 9]], false);
  assert.deepEqual(states.applyPacked(packed), [0]);
  assert.deepEqual(states.apply([[1, "H", 2]], false), [0]);
  assert.deepEqual(states.apply([[1, "A", 1]], false), []);
});

test("Blocked seats stay so through a compact snapshot", () => {
  const states = new SeatStates(new Plan(block({ rows: 1, seats: 4 })));
  states.block([1]);
  states.applyPacked(btoa(String.fromCharCode(0b00_00_10_10)));
  assert.deepEqual([...states.state], [sold, blocked, available, available]);
});

test("Until the seats are known, the page's figures tell what is left", () => {
  const states = new SeatStates(new Plan(block({ rows: 1, seats: 4 })), [3]);
  assert.equal(states.leftOf(0), 3);
  assert.equal(new SeatStates(new Plan(block({ rows: 1, seats: 4 }))).leftOf(0), undefined);
  states.applyPacked(btoa(String.fromCharCode(0b10_10_10_00)));
  assert.equal(states.leftOf(0), 1);
});

test("Slots that have begun are not free any more, whoever gives them back", () => {
  const states = allFree();
  states.apply([[2, "H", 1]], false);
  assert.deepEqual(states.begin([0, 1]), [0]);
  assert.equal(states.available, 2);
  assert(states.hasBegun(0));
  assert(!states.hasBegun(1));
  assert.deepEqual(states.apply([[1, "A", 7], [2, "A", 2]], false), [1]);
  assert(states.hasBegun(1));
  assert.deepEqual(states.applyPacked(btoa(String.fromCharCode(0))), []);
  assert.equal(states.available, 2);
});

test("At the desk a slot that has begun without a buyer is neither free nor blocked nor sold", () => {
  const states = allFree();
  states.apply([[2, "B", 1], [3, "B", 1]], false);
  states.block([2]);
  states.begin([0, 1, 2]);
  assert.deepEqual([states.hasBegun(0), states.hasBegun(1), states.hasBegun(2)], [true, false, false]);
  assert.deepEqual(
    [states.available, states.total(sold), states.total(blocked)], [1, 1, 1]);
  assert.deepEqual(states.block([0]), [2]);
  assert(states.hasBegun(0));
  states.apply([[1, "B", 2]], false);
  assert(!states.hasBegun(0));
});
