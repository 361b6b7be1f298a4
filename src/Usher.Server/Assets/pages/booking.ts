// Counts down to the end of a hold by the server's clock: the difference to the browser's is taken when the page loads.
const clock = document.querySelector<HTMLElement>("[data-expires-at]");
if (clock?.dataset.expiresAt && clock.dataset.now) {
  const ends = Date.parse(clock.dataset.expiresAt) - Date.parse(clock.dataset.now) + Date.now();
  const show = (): void => {
    const seconds = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds > 0) {
      setTimeout(show, 250);
    }
  };
  show();
}
