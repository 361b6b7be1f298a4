// Times of a show are entered on the clock of the browser, and say so.
const zone = document.querySelector<HTMLInputElement>("input[data-zone]");
if (zone && zone.value === "") {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hint = document.getElementById("starts-hint");
  if (hint) {
    hint.textContent = `On the clock of ${zone.value}.`;
  }
}

// Where they are there already, the server writes them on that clock. Asked once: it may not know the place.
const kept = document.querySelector<HTMLInputElement>("input[data-zone-kept]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (kept && kept.value !== here && !new URLSearchParams(location.search).has("zone")) {
  location.replace(`${location.pathname}?zone=${encodeURIComponent(here)}`);
}
