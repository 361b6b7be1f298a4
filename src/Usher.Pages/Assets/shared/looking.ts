/** Runs whenever the page becomes visible again: the device may have slept, and its clock stopped. */
export function whenLookedAtAgain(run: () => void): void {
  document.addEventListener("visibilitychange", () => document.hidden || run());
  addEventListener("pageshow", (event) => event.persisted && run());
}
