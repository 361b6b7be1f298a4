import assert from "node:assert/strict";
import test from "node:test";
import type { MoneyForm } from "../seat-map/money-form";
import { Plan } from "../seat-map/plan";
import { Prices } from "../seat-map/prices";
import { block } from "./plans";

const plan = new Plan(block());
const pounds: MoneyForm = { digits: 2, prefix: "£", suffix: "", decimal: ".", group: ",", sizes: [3] };

test("The dearest price has the first colour", () => {
  const wire = [{ category: "Front", amount: 2000 }, { category: "Rear", amount: 4600 }];
  const prices = new Prices(plan, wire, pounds);
  assert.deepEqual(prices.order, [1, 0]);
  assert.deepEqual([...prices.colorOf], [1, 0]);
});

test("Prices are written in the form that the page tells", () => {
  const written = (amount: number): string =>
    new Prices(plan, [{ category: "Front", amount }], { ...pounds, suffix: " each" }).text(amount);
  assert.equal(written(4600), "£46 each");
  assert.equal(written(4650), "£46.50 each");
});

test("Where nothing has a price, nothing is written", () => {
  const prices = new Prices(plan, [], null);
  assert(prices.isFree);
  assert.equal(prices.text(0), "");
});

test("More than five prices repeat the colours, with another mark", () => {
  const wire = block();
  wire.categories = Array.from({ length: 7 }, (_, i) => ({ name: `P${i}` }));
  const many = new Prices(
    new Plan(wire), wire.categories.map(({ name }, i) => ({ category: name, amount: 700 - 100 * i })), pounds);
  assert.deepEqual([...many.colorOf], [0, 1, 2, 3, 4, 0, 1]);
  assert.deepEqual([...many.markOf], [0, 0, 0, 0, 0, 1, 1]);
  assert.equal(many.words(new Plan(wire), 5), "P5 £2");
});

test("Where there is one colour only, marks tell all prices apart", () => {
  const wire = [{ category: "Front", amount: 4600 }, { category: "Rear", amount: 2000 }];
  const prices = new Prices(plan, wire, pounds, 1);
  assert.deepEqual([...prices.colorOf], [0, 0]);
  assert.deepEqual([...prices.markOf], [0, 1]);
});

test("However many prices a plan may have, no two look alike", () => {
  const wire = block();
  wire.categories = Array.from({ length: 100 }, (_, i) => ({ name: `P${i}` }));
  const many = new Prices(new Plan(wire), [], pounds);
  const looks = new Set(wire.categories.map((_, i) => `${many.colorOf[i]} ${many.markOf[i]}`));
  assert.equal(looks.size, 100);
  assert(Math.max(...many.markOf) < 2 ** 5, "there are five strokes");
});
