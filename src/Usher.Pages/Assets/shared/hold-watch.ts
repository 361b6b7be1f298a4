import { startHoldClock } from "./hold-clock";
import { whenLookedAtAgain } from "./looking";

/** By so much a time may be cut short on its way through two texts. */
const roundingMilliseconds = 1000;

/**
 * Keeps a hold's page true. A device that sleeps may stop the clock that the page counts with, and another tab may
 * have confirmed the booking, let it go or made it longer: whenever somebody looks again, and at the end, the server
 * is asked.
 */
export function watchHold(hold: HTMLElement, id: string): void {
  const clock = startHoldClock(hold, () => void look());
  whenLookedAtAgain(() => void look());

  async function look(): Promise<void> {
    const response = await fetch(`/api/bookings/${id}`, { cache: "no-store" }).catch(() => null);
    if (!response?.ok) {
      return;
    }

    const { status, expires_at } = (await response.json()) as { status: string; expires_at: string };
    const isOver = hold.classList.contains("over");
    const isLonger = Date.parse(expires_at) - Date.parse(hold.dataset.expiresAt ?? "") > roundingMilliseconds;
    if (status === "CONFIRMED" || isLonger || (status !== "PENDING" && !isOver)) {
      // Not the page anew, which may have answered a form and would send it again.
      location.replace(`/bookings/${id}`);
      return;
    }

    const serverNow = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(serverNow)) {
      clock?.atMost(Date.parse(expires_at) - serverNow);
    }
  }
}
