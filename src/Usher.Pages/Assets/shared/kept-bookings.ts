import { remember, remembered } from "./storage";

/** A booking that this device has seen: what its list shows. */
export interface KeptBooking {
  id: string;
  show: number;
  name: string;
  starts: string;
  /** What the clock of the venue shows then, as 2027-03-14T19:30, and its name. */
  local?: string;
  zone?: string;
  seats: string;
  /** When its hold ends; null if it holds nothing. */
  until: string | null;
}

const key = "usher-bookings";
const keptMax = 50;

export function keptBookings(): KeptBooking[] {
  try {
    const kept: unknown = JSON.parse(remembered(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.id === "string") : [];
  } catch {
    return [];
  }
}

/** The latest is the first. */
export function keep(booking: KeptBooking): void {
  const others = keptBookings().filter((one) => one.id !== booking.id);
  remember(key, JSON.stringify([booking, ...others].slice(0, keptMax)));
}

export function forget(id: string): void {
  remember(key, JSON.stringify(keptBookings().filter((one) => one.id !== id)));
}
