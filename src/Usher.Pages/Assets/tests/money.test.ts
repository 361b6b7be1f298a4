import assert from "node:assert/strict";
import test from "node:test";
import { briefMoneyText, moneyText, type MoneyForm } from "../seat-map/money-form";
import { moneyWriter } from "../shared/money";

const pounds: MoneyForm = { digits: 2, prefix: "£", suffix: "", decimal: ".", group: ",", sizes: [3] };
const yen = { ...pounds, digits: 0, prefix: "¥" };
const dinars = { ...pounds, digits: 3, prefix: "IQD\u00a0" };
const french = { ...pounds, prefix: "", suffix: "\u00a0£", decimal: ",", group: "\u202f" };
const indian = { ...pounds, prefix: "₹", sizes: [3, 2] };

test("Amounts are written in the form that the server tells, whatever the browser believes", () => {
  assert.equal(moneyText(pounds, 13_800), "£138.00");
  assert.equal(moneyText(pounds, 5), "£0.05");
  assert.equal(moneyText(dinars, 4600), "IQD\u00a04.600");
  assert.equal(moneyText(yen, 4600), "¥4,600");
  assert.equal(moneyText(french, 113_800), "1\u202f138,00\u00a0£");
  assert.equal(moneyText(french, 0), "0,00\u00a0£");
  assert.equal(moneyText(indian, 1_234_567_800), "₹1,23,45,678.00");
  assert.equal(moneyText({ ...pounds, sizes: [3, 0] }, 123_456_700), "£1234,567.00");
  assert.equal(moneyText({ ...pounds, sizes: [0] }, 123_456_700), "£1234567.00");
});

test("Lists of prices leave out what is nothing", () => {
  assert.equal(briefMoneyText(french, 8500), "85\u00a0£");
  assert.equal(briefMoneyText(french, 8550), "85,50\u00a0£");
  assert.equal(briefMoneyText(yen, 4600), "¥4,600");
});

test("What has no currency is free", () => {
  assert.equal(moneyWriter(null)(0), "Free");
  assert.equal(moneyWriter(JSON.stringify(pounds))(4600), "£46.00");
});
