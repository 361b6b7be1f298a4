// Counts down to the opening of a sale and then opens it; not all at the same moment.
import { countdown, untilBy } from "../shared/server-clock";

const spreadMilliseconds = 1000;

const clock = document.querySelector<HTMLElement>("[data-opens-at]");
if (clock?.dataset.opensAt && clock.dataset.now) {
  const left = untilBy(clock.dataset.now, clock.dataset.opensAt);
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
}
