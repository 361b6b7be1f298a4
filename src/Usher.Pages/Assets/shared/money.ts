/**
 * Writes amounts: "£138.00"; "Free" where there is no currency. The server tells how many decimal places there are:
 * browsers believe otherwise of some currencies.
 */
export function moneyWriter(currency: string | null, digits: number): (amount: number) => string {
  if (!currency) {
    return () => "Free";
  }

  const format = new Intl.NumberFormat(
    "en", { style: "currency", currency, minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (amount) => format.format(amount / 10 ** digits);
}

export const seatCount = (count: number): string => (count === 1 ? "1 seat" : `${count} seats`);
