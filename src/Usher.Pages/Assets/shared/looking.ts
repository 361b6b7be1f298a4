/** Runs whenever somebody looks at the page again: the device may have slept since, and its clock with it. */
export function whenLookedAtAgain(run: () => void): void {
  document.addEventListener("visibilitychange", () => document.hidden || run());
  addEventListener("pageshow", (event) => event.persisted && run());
}
