import { keptBookings, type KeptBooking } from "./kept-bookings";
import { timeText } from "./times";

/** By so much a device's clock may be wrong. */
const skewMillisecondsMax = 86_400_000;

/**
 * Whoever comes back from a booking that still holds seats finds them taken on the map: the banner says by whom, and
 * leads back.
 */
export async function tellOwnHold(banner: HTMLElement, show: number): Promise<void> {
  banner.hidden = true;
  const likely = keptBookings().find(
    (one) => one.show === show && one.until && Date.parse(one.until) > Date.now() - skewMillisecondsMax);
  const response = likely
    ? await fetch(`/api/bookings/${encodeURIComponent(likely.id)}`, { cache: "no-store" }).catch(() => null)
    : null;
  if (!likely || !response?.ok) {
    return;
  }

  const { status, expires_at } = (await response.json()) as { status: string; expires_at: string };
  const left = Date.parse(expires_at) - Date.parse(response.headers.get("Date") ?? "");
  if (status === "PENDING" && left > 0) {
    write(banner, likely, expires_at);
    setTimeout(() => (banner.hidden = true), left);
  }
}

function write(banner: HTMLElement, { id, seats }: KeptBooking, until: string): void {
  const link = document.createElement("a");
  link.href = `/bookings/${encodeURIComponent(id)}`;
  link.textContent = "Go on with your booking";
  banner.replaceChildren(`You hold ${seats} until ${timeText(new Date(until), "moment")}. `, link);
  banner.hidden = false;
}
