import type { PlanKind } from "./wire";

/** What a place of the show on the page is called. */
export interface Noun {
  one: string;
  many: string;
}

const seat: Noun = { one: "seat", many: "seats" };
const slot: Noun = { one: "slot", many: "slots" };

let noun = seat;

/** A page is about one show, so all its texts say the same. */
export function useNounOf(kind: PlanKind): void {
  noun = kind === "SLOTS" ? slot : seat;
}

/** "seat", "slot"; "seats", "slots" of several. */
export const nounFor = (count: number): string => (count === 1 ? noun.one : noun.many);

/** "1 seat", "3 slots". */
export const placeCount = (count: number): string => `${count} ${nounFor(count)}`;
