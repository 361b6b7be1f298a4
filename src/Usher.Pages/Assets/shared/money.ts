import { moneyFormats } from "./reader";

/**
 * Formats amounts: "£138.00"; "Free" without a currency. The server sends the number of decimal places: browsers differ
 * for some currencies.
 */
export function moneyWriter(currency: string | null, digits: number): (amount: number) => string {
  if (!currency) {
    return () => "Free";
  }

  const format = new Intl.NumberFormat(moneyFormats, {
    style: "currency", currency, useGrouping: true, minimumFractionDigits: digits, maximumFractionDigits: digits,
  });
  return (amount) => format.format(amount / 10 ** digits);
}

export { placeCount as seatCount } from "../seat-map/nouns";
