// What every page has: colours, times in the reader's zone, and forms that retry when the server was too busy.
import { startThemeSwitch } from "../shared/theme-switch";
import { localise } from "../shared/times";

const themeSwitch = document.querySelector<HTMLElement>("[data-theme-switch]");
if (themeSwitch) {
  startThemeSwitch(themeSwitch);
}

localise(document);

const retry = document.querySelector<HTMLFormElement>("form[data-retry]");
if (retry) {
  let seconds = Number(retry.dataset.retry);
  const count = document.querySelector("[data-seconds]");
  const timer = setInterval(() => {
    seconds--;
    if (count) {
      count.textContent = String(Math.max(0, seconds));
    }

    if (seconds <= 0) {
      clearInterval(timer);
      retry.requestSubmit();
    }
  }, 1000);
  retry.addEventListener("submit", () => clearInterval(timer));
}
