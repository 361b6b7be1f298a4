import assert from "node:assert/strict";
import test from "node:test";
import { useNounOf } from "../seat-map/nouns";
import { Plan } from "../seat-map/plan";
import type { WirePlan } from "../seat-map/wire";
import { chosenTogether } from "../shared/chosen-words";
import type { ChosenSeat } from "../shared/seat-map-api";
import { block, blocks, desks } from "./plans";

test("Seats side by side are told by their row, and others by their labels", () => {
  const wire = block();
  assert.equal(chosenTogether([]), "No seats yet");
  assert.equal(chosenTogether(chosen(wire, [1])), "Row A, seat 2");
  assert.equal(chosenTogether(chosen(wire, [2, 1])), "Row A, seats 2–3");
  assert.equal(chosenTogether(chosen(wire, [1, 3, 6])), "A 2, A 4, B 1");
});

test("Where each block has a row 1 the block is told too", () => {
  const stadium = blocks(["104", "105"], [30, 30]);
  assert.equal(chosenTogether(chosen(stadium, [21, 22])), "104, Row 1, seats 22–23");
  assert.equal(chosenTogether(chosen(stadium, [21])), "104, Row 1, seat 22");
  assert.equal(chosenTogether(chosen(stadium, [21, 22, 600])), "104, Row 1, seats 22–23; 105, Row 1, seat 1");
});

test("They are called as the plan says, or by its kind", () => {
  const wire = block();
  wire.rows[0].seat_template = "Platz %s";
  assert.equal(chosenTogether(chosen(wire, [1, 2])), "Row A, Platz 2–3");

  useNounOf("SLOTS");
  assert.equal(chosenTogether([]), "No slots yet");
  assert.equal(chosenTogether(chosen(block(), [1, 2])), "Row A, slots 2–3");
  assert.equal(chosenTogether(chosen(desks(["08:00", "08:20"]), [0, 1])), "Desk 1 08:00, Desk 1 08:20");
  useNounOf("SEATS");
});

function chosen(wire: WirePlan, seats: number[]): ChosenSeat[] {
  const plan = new Plan(wire);
  return seats.map((seat) => ({
    seat_number: seat + 1,
    label: plan.label(seat),
    name: plan.name(seat),
    section: plan.section(seat),
    has_sections: plan.sections.length > 1,
    row: plan.row(seat).label ?? "",
    row_name: plan.rowName(plan.rowOf[seat]),
    number: plan.number(seat),
    seat_template: plan.row(seat).seatTemplate,
    category: plan.category(seat),
    amount: 0,
  }));
}
