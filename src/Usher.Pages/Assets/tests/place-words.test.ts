import assert from "node:assert/strict";
import test from "node:test";
import vectors from "../../../../tests/Usher.Tests/Cases/place-words.json";
import { Plan } from "../seat-map/plan";
import { beginsWithWord } from "../seat-map/place-words";
import { block } from "./plans";

test("A row and a seat whose names have the word are not called by another, as on the server", () => {
  for (const { row, seat, name } of vectors.names) {
    const wire = block({ rows: 1, seats: 1 });
    wire.rows[0].label = row || null;
    wire.numbers = [seat];
    assert.equal(new Plan(wire).name(0), name);
  }
});

test("Both know the same words", () => {
  assert.deepEqual(vectors.words.filter((word) => !beginsWithWord(`${word} 1`)), []);
});
