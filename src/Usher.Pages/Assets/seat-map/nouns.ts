import type { PlanKind } from "./wire";

/** What a place of the show on the page is called. */
export interface Noun {
  one: string;
  many: string;
}

const seat: Noun = { one: "seat", many: "seats" };
const slot: Noun = { one: "slot", many: "slots" };

let noun = seat;
let numbers = new Intl.NumberFormat("en");

/** A page is about one show and for one reader, so all its texts say the same, with numbers in the reader's forms. */
export function useNounOf(kind: PlanKind, language = "en"): void {
  noun = kind === "SLOTS" ? slot : seat;
  numbers = new Intl.NumberFormat(language);
}

/** "seat", "slot"; "seats", "slots" of several. */
export const nounFor = (count: number): string => (count === 1 ? noun.one : noun.many);

/** "1 seat", "3 slots". */
export const placeCount = (count: number): string => `${count} ${nounFor(count)}`;

/** "1,118 left"; nothing while that is not known. */
export const leftWords = (count: number | undefined): string =>
  (count === undefined ? "" : `${numbers.format(count)} left`);
