// Steps to a new show: times are entered on the clock of the browser, and say so.
const zone = document.querySelector<HTMLInputElement>("input[data-zone]");
if (zone && zone.value === "") {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hint = document.getElementById("starts-hint");
  if (hint) {
    hint.textContent = `On the clock of ${zone.value}.`;
  }
}
