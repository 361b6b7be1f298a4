import { startHoldClock } from "./hold-clock";
import { whenLookedAtAgain } from "./looking";
import { addressOn } from "./page-address";

/** A time may be shortened by this much by being formatted twice. */
const roundingMilliseconds = 1000;

/**
 * Keeps a hold's page correct. A device that sleeps may stop the clock that the page counts with, and another tab may
 * have confirmed, cancelled or extended the booking: the server is asked when the page is visible again, and at the
 * end.
 */
export function watchHold(hold: HTMLElement, id: string): void {
  const clock = startHoldClock(hold, () => void look());
  whenLookedAtAgain(() => void look());

  async function look(): Promise<void> {
    const response = await fetch(addressOn(`/api/bookings/${id}`), { cache: "no-store" }).catch(() => null);
    if (!response?.ok) {
      return;
    }

    const { status, expires_at } = (await response.json()) as { status: string; expires_at: string };
    const isOver = hold.classList.contains("over");
    const isLonger = Date.parse(expires_at) - Date.parse(hold.dataset.expiresAt ?? "") > roundingMilliseconds;
    if (status === "CONFIRMED" || isLonger || (status !== "PENDING" && !isOver)) {
      // Not by a reload: the page may be the answer to a form, which would be sent again.
      location.replace(addressOn(`/bookings/${id}`));
      return;
    }

    const serverNow = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(serverNow)) {
      clock?.atMost(Date.parse(expires_at) - serverNow);
    }
  }
}
