import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { benches, block, ring } from "./plans";

test("A seat is named by its row, and by its number alone where it has none", () => {
  const plan = new Plan(block());
  assert.deepEqual([plan.label(7), plan.name(7), plan.section(7)], ["B 2", "Row B, seat 2", "Stalls"]);

  const wire = block();
  wire.rows[1].label = "5";
  assert.equal(new Plan(wire).label(7), "5/2");
  wire.rows.forEach((row) => (row.label = null));
  const bare = new Plan(wire);
  assert.deepEqual([bare.label(7), bare.name(7)], ["2", "Seat 2"]);
});

test("Rows and seats are called as their plan says", () => {
  const wire = block();
  Object.assign(wire.rows[0], { label: "Desk 1", label_template: "%s", seat_template: "%s" });
  Object.assign(wire.rows[1], { label_template: "Reihe", seat_template: "Platz" });
  Object.assign(wire.rows[2], { label: null, label_template: "Reihe %s", seat_template: "Platz %s" });
  const plan = new Plan(wire);
  assert.deepEqual([plan.name(1), plan.name(7), plan.name(13)], ["Desk 1, 2", "Reihe B, Platz 2", "Platz 2"]);
  assert.deepEqual([0, 1, 2].map((at) => plan.rowName(at)), ["Desk 1", "Reihe B", ""]);
});

test("Seats are drawn in tenths of the distance between neighbours", () => {
  assert.equal(new Plan(block()).unit, 2);
  assert.equal(new Plan(block()).pitch, 25);
});

test("Seats are as large as the nearest one of any row lets them, for the next number may sit across a table", () => {
  const plan = new Plan(benches(60));
  assert.equal(plan.unit, 2.5);
  assert.equal(new Plan(benches(400)).unit, 2.5);
  assert(plan.pitch <= 2.5 * 25, String(plan.pitch));
});

test("Seats that stand closer than most are not drawn over each other", () => {
  const wire = block({ rows: 2, seats: 40 });
  wire.x = wire.x.map((x, i) => (i % 40 < 4 ? 8 * (i % 40) : x));
  assert.equal(new Plan(wire).unit, 0.8);
});

test("What its places are is read from the plan, and is seats where nothing is said", () => {
  assert.equal(new Plan(block()).kind, "SEATS");
  assert.equal(new Plan({ ...block(), kind: "SLOTS" }).kind, "SLOTS");
});

test("The whole hall has room for the longest name of a row beside it", () => {
  const wire = block();
  const short = new Plan(wire).bounds;
  wire.rows[0].label = "Desk 12";
  const long = new Plan(wire);
  assert.equal(short.left - long.bounds.left, long.labelExcess("Desk 12"));
  assert(long.labelExcess("Desk 12") > 0);
  assert.equal(long.labelExcess("AA"), 0);
  assert.equal(long.labelExcess(null), 0);
});

test("An aisle parts a row into runs of neighbours", () => {
  const plan = new Plan(block({ rows: 2, seats: 6, aisles: [2, 4] }));
  assert.deepEqual(plan.rows[1].runs, [[6, 8], [8, 10], [10, 12]]);
});

test("Every seat of straight rows looks at the stage above them", () => {
  for (const angle of new Plan(block()).angle) {
    assert(Math.abs(angle) < 1e-6, String(angle));
  }
});

test("Seats around the focal point all face it, whichever way they are numbered", () => {
  const plan = new Plan(ring(36, 400));
  for (let i = 1; i < 35; i++) {
    const [frontX, frontY] = [Math.sin(plan.angle[i]), -Math.cos(plan.angle[i])];
    const towards = (frontX * -plan.x[i] + frontY * -plan.y[i]) / 400;
    assert(towards > 0.99, `seat ${i + 1} faces ${towards}`);
  }
});

test("Where a row goes to and fro across a table its seats look at each other, and it is no line", () => {
  for (const plan of [new Plan(benches(60)), new Plan(benches(25)), new Plan(benches(400))]) {
    assert.deepEqual(plan.rows.map((row) => row.isLine), [false, false]);
    for (let i = 0; i < plan.count; i++) {
      const across = i % 2 === 0 ? 1 : -1;
      assert(Math.sin(plan.angle[i]) * across > 0.999, `seat ${i + 1} looks ${plan.angle[i]}`);
    }
  }
});

test("Rows that are straight, bent, short, uneven or parted by aisles are lines", () => {
  const uneven = block({ rows: 2, seats: 8, aisles: [3] });
  uneven.y = uneven.y.map((y, i) => y + (i % 2) * 4);
  for (const wire of [block(), uneven, ring(12, 200), block({ seats: 2 }), block({ seats: 1 })]) {
    assert(new Plan(wire).rows.every((row) => row.isLine));
  }
});

test("The hall reaches around all seats and shapes", () => {
  const wire = block();
  wire.areas = [{ shape: "polygon", points: [{ x: -200, y: -90 }, { x: 300, y: -90 }, { x: 50, y: -40 }] }];
  const { left, top, right, bottom } = new Plan(wire).bounds;
  assert.deepEqual([left, top, right, bottom], [-200, -90, 300, 70]);
});
