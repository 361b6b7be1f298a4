// Counts down to the opening of a sale and then loads it, spread over a moment.
import { whenLookedAtAgain } from "../shared/looking";
import { countdown, untilBy } from "../shared/server-clock";

const spreadMilliseconds = 1000;
const retryMilliseconds = 5000;

const clock = document.querySelector<HTMLElement>("[data-opens-at]");
if (clock?.dataset.opensAt && clock.dataset.now) {
  start(clock, clock.dataset.now, clock.dataset.opensAt);
}

function start(clock: HTMLElement, now: string, opensAt: string): void {
  const counted = untilBy(now, opensAt);
  let slept = 0;
  let retry = 0;
  const left = (): number => counted() - slept;
  const tick = (): void => {
    const milliseconds = left();
    clock.textContent = countdown(Math.max(0, Math.ceil(milliseconds / 1000)));
    if (milliseconds > 0) {
      setTimeout(tick, 250);
    } else {
      setTimeout(() => location.reload(), Math.random() * spreadMilliseconds);
    }
  };
  tick();

  /** Asks the server for the time: the clock that the page counts with may have stood still while the device slept. */
  async function look(): Promise<void> {
    clearTimeout(retry);
    const response = await fetch(location.href, { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (!response) {
      // A device that has just woken up may have no network yet.
      retry = window.setTimeout(() => void look(), retryMilliseconds);
      return;
    }

    const serverNow = Date.parse(response.headers.get("Date") ?? "");
    if (!Number.isNaN(serverNow)) {
      slept += Math.max(0, left() - (Date.parse(opensAt) - serverNow));
    }
  }

  whenLookedAtAgain(() => void look());
}
