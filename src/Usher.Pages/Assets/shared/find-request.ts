import { addressOn } from "./page-address";
import type { ChosenSeat } from "./seat-map-api";

/** The best free seats: the numbers of each part, the largest first, and all of them in words. */
export interface FoundSeats {
  parts: number[][];
  seats: ChosenSeat[];
}

/** Asks the server, which knows the seats before the map does; null where it could not be reached. */
export async function askToFind(show: number, count: number, category: string | null): Promise<FoundSeats | null> {
  const query = new URLSearchParams({ count: String(count), category: category ?? "" });
  const response = await fetch(addressOn(`/shows/${show}/find?${query}`)).catch(() => null);
  return response?.ok ? ((await response.json().catch(() => null)) as FoundSeats | null) : null;
}
