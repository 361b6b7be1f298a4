import { countdown, untilBy } from "./server-clock";

const soonSeconds = 30;

/** What is announced, and when: no more often, so that it helps rather than hurries. */
const spokenOf = (places: string): [seconds: number, words: string][] => [
  [60, `One minute left on your ${places}.`],
  [soonSeconds, lastWords(places)],
  [10, "Ten seconds left."],
];

const lastWords = (places: string): string => `Last 30 seconds. Confirm to keep these ${places}.`;

/** "seats", or "slots" where the page says so. */
const placesOf = (hold: HTMLElement): string => hold.dataset.places ?? "seats";

/** The clock of a hold, which newer information corrects. */
export interface HoldClock {
  /** At most this much is left. */
  atMost(milliseconds: number): void;
}

/** Counts a hold down to its end by the server's clock, and then shows what applies. */
export function startHoldClock(hold: HTMLElement, ended: () => void): HoldClock | null {
  const { expiresAt, now, seconds: whole } = hold.dataset;
  const clock = hold.querySelector<HTMLElement>("[data-clock]");
  const beam = hold.querySelector<HTMLProgressElement>("[data-beam]");
  const say = document.querySelector<HTMLElement>("[data-say]");
  if (!expiresAt || !now || !clock || !beam || !say) {
    return null;
  }

  const spoken = spokenOf(placesOf(hold));
  const counted = untilBy(now, expiresAt);
  let last = Infinity;
  let slept = 0;
  const left = (): number => counted() - slept;
  const tick = (): void => {
    const milliseconds = left();
    const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
    if (seconds !== last) {
      clock.textContent = countdown(seconds);
      beam.value = Math.max(0, (seconds - 1) / Math.max(1, Number(whole)));
      // A corrected clock may have passed several at once: the latest of them applies.
      const words = spoken.filter(([at]) => seconds <= at && last > at && last !== Infinity).at(-1)?.[1];
      if (words) {
        say.textContent = words;
      }

      if (seconds <= soonSeconds && !hold.classList.contains("soon")) {
        hold.classList.add("soon");
        tell(hold, "[data-until]", lastWords(placesOf(hold)));
      }

      last = seconds;
    }

    if (milliseconds > 0) {
      setTimeout(tick, Math.min(250, Math.max(10, milliseconds % 1000)));
    } else {
      end(hold, say);
      ended();
    }
  };
  tick();
  return { atMost: (milliseconds) => (slept += Math.max(0, left() - milliseconds)) };
}

function end(hold: HTMLElement, say: HTMLElement): void {
  hold.classList.remove("soon");
  hold.classList.add("over");
  tell(hold, "[data-title]", "Your hold has ended");
  tell(hold, "[data-until]", hold.dataset.after ?? "Nothing was charged.");
  say.textContent = "Your hold has ended. Nothing was charged.";
  const hadFocus = document.activeElement?.closest("[data-while-held], dialog");
  for (const part of document.querySelectorAll<HTMLElement>("[data-while-held]")) {
    part.hidden = true;
  }

  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.close();
  }

  for (const part of document.querySelectorAll<HTMLElement>("[data-when-ended]")) {
    part.hidden = false;
  }

  // If the focus was in the form, it moves to what replaces it, not to the top of the page.
  const title = hold.querySelector<HTMLElement>("[data-title]");
  if (hadFocus && title) {
    title.tabIndex = -1;
    title.focus();
  }
}

function tell(within: HTMLElement, selector: string, words: string): void {
  const place = within.querySelector(selector);
  if (place) {
    place.textContent = words;
  }
}
