import assert from "node:assert/strict";
import test from "node:test";
import { leftWords, nounFor, placeCount, useNounOf } from "../seat-map/nouns";

test("A page says seats, unless its places are slots", () => {
  assert.deepEqual([placeCount(1), placeCount(3), nounFor(0)], ["1 seat", "3 seats", "seats"]);
  useNounOf("SLOTS");
  assert.deepEqual([placeCount(1), placeCount(3), nounFor(0)], ["1 slot", "3 slots", "slots"]);
  useNounOf("COACH");
  assert.equal(placeCount(2), "2 seats");
});

test("What is left is told in the reader's numbers, and only where it is known", () => {
  assert.deepEqual([leftWords(1118), leftWords(undefined)], ["1,118 left", ""]);
  useNounOf("SEATS", "de");
  assert.equal(leftWords(1118), "1.118 left");
});
