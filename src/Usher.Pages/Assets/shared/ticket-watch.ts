import { whenLookedAtAgain } from "./looking";
import { addressOn } from "./page-address";

/** Keeps a ticket's page correct: whoever looks at it again sees whether the organiser has cancelled it meanwhile. */
export function watchTicket(id: string): void {
  whenLookedAtAgain(() => void look());

  async function look(): Promise<void> {
    const response = await fetch(addressOn(`/api/bookings/${encodeURIComponent(id)}`), { cache: "no-store" })
      .catch(() => null);
    if (response?.ok && ((await response.json()) as { status: string }).status !== "CONFIRMED") {
      location.replace(addressOn(`/bookings/${encodeURIComponent(id)}`));
    }
  }
}
