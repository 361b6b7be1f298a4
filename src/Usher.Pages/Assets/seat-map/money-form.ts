/** How the server writes amounts of the show's currency for this reader. */
export interface MoneyForm {
  /** How many decimal places the currency has. */
  digits: number;
  prefix: string;
  suffix: string;
  decimal: string;
  group: string;
  /** How many figures the groups have, from the last one; the first of them have as many as the last one here. */
  sizes: number[];
}

/** Reads the form from an attribute; null where there is no currency. */
export const readMoneyForm = (text: string | null): MoneyForm | null =>
  (text ? (JSON.parse(text) as MoneyForm) : null);

/** "£1,138.00": an amount of minor units. */
export function moneyText(form: MoneyForm, amount: number): string {
  const units = 10 ** form.digits;
  const rest = form.digits > 0 ? form.decimal + String(amount % units).padStart(form.digits, "0") : "";
  return form.prefix + grouped(form, String(Math.floor(amount / units))) + rest + form.suffix;
}

/** "£46", but "£46.50": for lists of prices. */
export const briefMoneyText = (form: MoneyForm, amount: number): string =>
  amount % 10 ** form.digits === 0
    ? moneyText({ ...form, digits: 0 }, amount / 10 ** form.digits)
    : moneyText(form, amount);

function grouped({ group, sizes }: MoneyForm, figures: string): string {
  const groups: string[] = [];
  let rest = figures;
  for (let i = 0; rest; i++) {
    // A size of none is that of all the rest.
    const size = sizes[Math.min(i, sizes.length - 1)] || rest.length;
    groups.unshift(rest.slice(-size));
    rest = rest.slice(0, -size);
  }

  return groups.join(group);
}
