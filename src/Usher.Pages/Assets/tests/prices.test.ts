import assert from "node:assert/strict";
import test from "node:test";
import { Plan } from "../seat-map/plan";
import { Prices } from "../seat-map/prices";
import { block } from "./plans";

const plan = new Plan(block());

test("The dearest price has the first colour", () => {
  const wire = [{ category: "Front", amount: 2000 }, { category: "Rear", amount: 4600 }];
  const prices = new Prices(plan, wire, "GBP", "en");
  assert.deepEqual(prices.order, [1, 0]);
  assert.deepEqual([...prices.colorOf], [1, 0]);
});

test("Amounts are whole minor units, of which each currency has as many as it has", () => {
  const written = (amount: number, currency: string): string =>
    new Prices(plan, [{ category: "Front", amount }], currency, "en-GB").text(amount);
  assert.equal(written(4600, "GBP"), "£46");
  assert.equal(written(4650, "GBP"), "£46.50");
  assert.equal(written(4600, "JPY"), "JP¥4,600");
  assert.equal(written(4600, "KWD"), "KWD\u00a04.600");
});

test("The decimal places are those that the server tells, whatever the browser believes", () => {
  const written = (amount: number, currency: string, digits: number): string =>
    new Prices(plan, [{ category: "Front", amount }], currency, "en", digits).text(amount);
  assert.equal(written(460_000, "HUF", 2), "HUF\u00a04,600");
  assert.equal(written(460_050, "HUF", 2), "HUF\u00a04,600.50");
  assert.equal(written(4_600_500, "IQD", 3), "IQD\u00a04,600.500");
  assert.equal(written(4600, "JPY", 0), "¥4,600");
});

test("Where nothing has a price, nothing is written", () => {
  const prices = new Prices(plan, [], "", "en");
  assert(prices.isFree);
  assert.equal(prices.text(0), "");
});

test("More than five prices repeat the colours, with another mark", () => {
  const wire = block();
  wire.categories = Array.from({ length: 7 }, (_, i) => ({ name: `P${i}` }));
  const many = new Prices(
    new Plan(wire), wire.categories.map(({ name }, i) => ({ category: name, amount: 700 - 100 * i })), "GBP", "en");
  assert.deepEqual([...many.colorOf], [0, 1, 2, 3, 4, 0, 1]);
  assert.deepEqual([...many.markOf], [0, 0, 0, 0, 0, 1, 1]);
  assert.equal(many.words(new Plan(wire), 5), "P5 £2");
});

test("Where there is one colour only, marks tell all prices apart", () => {
  const wire = [{ category: "Front", amount: 4600 }, { category: "Rear", amount: 2000 }];
  const prices = new Prices(plan, wire, "GBP", "en", undefined, 1);
  assert.deepEqual([...prices.colorOf], [0, 0]);
  assert.deepEqual([...prices.markOf], [0, 1]);
});

test("However many prices a plan may have, no two look alike", () => {
  const wire = block();
  wire.categories = Array.from({ length: 100 }, (_, i) => ({ name: `P${i}` }));
  const many = new Prices(new Plan(wire), [], "GBP", "en");
  const looks = new Set(wire.categories.map((_, i) => `${many.colorOf[i]} ${many.markOf[i]}`));
  assert.equal(looks.size, 100);
  assert(Math.max(...many.markOf) < 2 ** 5, "there are five strokes");
});
