import { addressOn } from "./page-address";

/** How a booking stands, in the server's words. */
export interface BookingState {
  id: string;
  /** The class of its badge; null: a neutral one. */
  badge: string | null;
  words: string;
  /** The moment that belongs to the words; null: none. */
  at: string | null;
  /** What the organiser says about it; null: nothing. */
  note: string | null;
  /** What its seats are called; once it has ended, what they were called then. */
  seats: string;
}

/** How these bookings stand now; those that are not kept any more are missing. Null: it could not be read. */
export async function bookingStates(ids: string[]): Promise<Map<string, BookingState> | null> {
  const response = await fetch(addressOn("/bookings/states"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ids }),
    cache: "no-store",
  }).catch(() => null);
  if (!response?.ok) {
    return null;
  }

  const { bookings } = (await response.json()) as { bookings: BookingState[] };
  return new Map(bookings.map((state) => [state.id, state]));
}
