import { nounFor } from "../seat-map/nouns";
import { placeName } from "../seat-map/place-words";
import type { ChosenSeat } from "./seat-map-api";

/** "Row J, seats 16–18" if they are side by side, else their labels; with their section where there are several. */
export function chosenTogether(seats: readonly ChosenSeat[]): string {
  if (seats.length === 0) {
    return `No ${nounFor(0)} yet`;
  }

  const parts = new Map<string, ChosenSeat[]>();
  for (const seat of seats) {
    const section = seat.has_sections ? seat.section : "";
    parts.set(section, [...(parts.get(section) ?? []), seat]);
  }

  return [...parts].map(([section, its]) => (section ? `${section}, ${inSection(its)}` : inSection(its))).join("; ");
}

function inSection(seats: readonly ChosenSeat[]): string {
  const [first] = seats;
  if (seats.length === 1) {
    return first.name;
  }

  const numbers = seats.map((seat) => Number(seat.number)).sort((a, b) => a - b);
  const isRun = seats.every((seat) => seat.row === first.row)
    && numbers.every((number, at) => at === 0 || number === numbers[at - 1] + 1);
  return isRun && first.row
    ? `${first.row_name}, ${placeName(first.seat_template, nounFor(seats.length), `${numbers[0]}–${numbers.at(-1)}`)}`
    : seats.map((seat) => seat.label).join(", ");
}
