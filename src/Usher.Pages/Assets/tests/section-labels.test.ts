import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { SeatStates } from "../seat-map/seat-states";
import { SectionLabels } from "../seat-map/section-labels";
import { blocks } from "./plans";

/** Letters as wide as on most screens. */
const widthOf = (words: string): number => words.length * 7;

function wordsOf(widths: number[], scale: number, figures: number[]): string[] {
  const plan = new Plan(blocks(["202", "203", "204"], widths));
  const labels = new SectionLabels(plan, new SeatStates(plan, figures));
  return labels.arrange({ scale, x: 0, y: 0 }, widthOf).map((label) => label.words).sort();
}

test("A section says what it has left where that has room on its own seats", () => {
  assert.deepEqual(wordsOf([30, 30, 30], 0.2, [588, 590, 7]), ["202 · 588 left", "203 · 590 left", "204 · 7 left"]);
});

test("What a narrow section has left does not reach over its neighbours", () => {
  assert.deepEqual(wordsOf([30, 10, 30], 0.2, [588, 190, 7]), ["202 · 588 left", "203", "204 · 7 left"]);
});

test("Beside the last section there is room without seats", () => {
  assert.deepEqual(wordsOf([30, 30, 10], 0.2, [588, 590, 7]), ["202 · 588 left", "203 · 590 left", "204"]);
  assert.deepEqual(wordsOf([30, 30, 20], 0.2, [588, 590, 7]), ["202 · 588 left", "203 · 590 left", "204 · 7 left"]);
});

test("Where not even the names have room the larger sections keep theirs", () => {
  assert.deepEqual(wordsOf([30, 4, 30], 0.05, [588, 77, 7]), ["202", "204"]);
});
