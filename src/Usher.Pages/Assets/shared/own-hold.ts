import { keptBookings, type KeptBooking } from "./kept-bookings";
import { addressOn } from "./page-address";
import { timeText } from "./times";

/** How much a device's clock may be wrong. */
const skewMillisecondsMax = 86_400_000;

/** How many of a show's latest bookings are looked up. */
const askedMax = 3;

let ending: ReturnType<typeof setTimeout> | undefined;

/**
 * After coming back from a booking that still holds seats, the map shows them as taken: the banner says by whom, and
 * links back.
 */
export async function tellOwnHold(banner: HTMLElement, show: number): Promise<void> {
  clearTimeout(ending);
  banner.hidden = true;
  const likely = keptBookings().filter(
    (one) => one.show === show && one.until && Date.parse(one.until) > Date.now() - skewMillisecondsMax);
  for (const one of likely.slice(0, askedMax)) {
    const response = await fetch(addressOn(`/api/bookings/${encodeURIComponent(one.id)}`), { cache: "no-store" })
      .catch(() => null);
    if (!response?.ok) {
      continue;
    }

    const { status, expires_at } = (await response.json()) as { status: string; expires_at: string };
    const left = Date.parse(expires_at) - Date.parse(response.headers.get("Date") ?? "");
    if (status === "PENDING" && left > 0) {
      write(banner, one, expires_at);
      clearTimeout(ending);
      ending = setTimeout(() => (banner.hidden = true), left);
      return;
    }
  }
}

function write(banner: HTMLElement, { id, seats }: KeptBooking, until: string): void {
  const link = document.createElement("a");
  link.href = addressOn(`/bookings/${encodeURIComponent(id)}`);
  link.textContent = "Continue your booking";
  banner.replaceChildren(`You hold ${seats} until ${timeText(new Date(until), "moment")}. `, link);
  banner.hidden = false;
}
