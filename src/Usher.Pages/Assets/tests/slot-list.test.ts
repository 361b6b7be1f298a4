import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { timesOf } from "../seat-map/slot-list";
import { desks } from "./plans";

test("Slots stand by their time, and at one time by their desks", () => {
  const times = timesOf(new Plan(desks(["08:00", "08:20"])));
  assert.deepEqual(times.map(({ text, slots }) => [text, ...slots]), [["08:00", 0, 2], ["08:20", 1, 3]]);
});

test("Nine comes before ten, and what is no time comes last", () => {
  const times = timesOf(new Plan(desks(["10:00", "walk-in", "9:30", "9:05"])));
  assert.deepEqual(times.map((time) => time.text), ["9:05", "9:30", "10:00", "walk-in"]);
});
