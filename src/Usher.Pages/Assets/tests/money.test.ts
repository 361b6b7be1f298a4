import assert from "node:assert/strict";
import test from "node:test";
import { moneyWriter } from "../shared/money";

test("Amounts have the decimal places that the server tells, whatever the browser believes", () => {
  assert.equal(moneyWriter("GBP", 2)(13_800), "£138.00");
  assert.equal(moneyWriter("HUF", 2)(460_000), "HUF\u00a04,600.00");
  assert.equal(moneyWriter("IQD", 3)(4600), "IQD\u00a04.600");
  assert.equal(moneyWriter("JPY", 0)(4600), "¥4,600");
});

test("What has no currency is free", () => {
  assert.equal(moneyWriter(null, 0)(0), "Free");
});
