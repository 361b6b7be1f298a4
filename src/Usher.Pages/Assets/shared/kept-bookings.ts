import { addressOn, pageBase } from "./page-address";
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
  /** What opens its ticket, where this device has it. */
  ticket?: string;
  /** The organization's address at which it was seen, as a page has it. */
  base?: string;
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

/** Those that were seen at this page's address: an organization's own has none of others. */
export function keptBookingsHere(): KeptBooking[] {
  return keptBookings().filter(({ base }) => !pageBase || base === pageBase);
}

/** What opens the ticket of a booking, if this device has it. */
export function keptTicket(id: string): string | undefined {
  return keptBookings().find((one) => one.id === id)?.ticket;
}

/** Where a booking is opened: as its ticket, with what opens that, and where it was seen. */
export function addressOf({ id, ticket, base = pageBase }: Pick<KeptBooking, "id" | "ticket" | "base">): string {
  const path = addressOn(`/bookings/${encodeURIComponent(id)}`, base);
  return ticket ? `${path}?ticket=${encodeURIComponent(ticket)}` : path;
}

/** The latest is the first. */
export function keep(booking: KeptBooking): void {
  const others = keptBookings().filter((one) => one.id !== booking.id);
  remember(key, JSON.stringify([booking, ...others].slice(0, keptMax)));
}

export function forget(id: string): void {
  remember(key, JSON.stringify(keptBookings().filter((one) => one.id !== id)));
}
