import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { timesOf } from "../seat-map/slot-list";
import type { WirePlan } from "../seat-map/wire";
import { desks } from "./plans";

test("Slots stand by their time, and at one time by their desks", () => {
  const times = timesOf(new Plan(desks(["08:00", "08:20"])));
  assert.deepEqual(times.map(({ text, slots }) => [text, ...slots]), [["08:00", 0, 2], ["08:20", 1, 3]]);
});

test("Nine comes before ten, and what is no time comes last", () => {
  const times = timesOf(new Plan(desks(["10:00", "walk-in", "9:30", "9:05"])));
  assert.deepEqual(times.map((time) => time.text), ["9:05", "9:30", "10:00", "walk-in"]);
});

test("Slots after midnight come after those before, and what has begun after both", () => {
  const plan = new Plan(desks(["21:00", "23:50", "00:10"]));
  const times = timesOf(plan, [[-600, [1, 4], false], [9600, [2, 5], false], [10800, [3, 6], true]]);
  assert.deepEqual(times.map(({ text, isNextDay }) => [text, isNextDay]), [
    ["23:50", false], ["00:10", true], ["21:00", false],
  ]);
});

test("Where rows are times and seats are desks, slots stand by their time too", () => {
  const plan: WirePlan = {
    ...desks(["1", "2"]),
    rows: ["09:00", "08:30"].map((label, at) => (
      { section: 0, label, seat_template: "Desk %s", first: at * 2 + 1, count: 2 })),
  };
  assert.deepEqual(
    timesOf(new Plan(plan)).map(({ text, slots }) => [text, ...slots]), [["08:30", 2, 3], ["09:00", 0, 1]]);
});
