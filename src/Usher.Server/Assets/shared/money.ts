/** "£138.00"; "Free" where there is no currency. */
export function money(amount: number, currency: string): string {
  if (currency === "") {
    return "Free";
  }

  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export const seatCount = (count: number): string => (count === 1 ? "1 seat" : `${count} seats`);
