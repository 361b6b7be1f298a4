import { moneyText, readMoneyForm } from "../seat-map/money-form";

/** Writes amounts as the server does, whose form an attribute tells: "£138.00"; "Free" without a currency. */
export function moneyWriter(form: string | null): (amount: number) => string {
  const money = readMoneyForm(form);
  return money ? (amount) => moneyText(money, amount) : () => "Free";
}

export { placeCount as seatCount } from "../seat-map/nouns";
