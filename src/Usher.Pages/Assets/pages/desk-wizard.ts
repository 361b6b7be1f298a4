// Times of a show are entered in the browser's time zone, and say so.
const zone = document.querySelector<HTMLInputElement>("input[data-zone]");
if (zone && zone.value === "") {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const hint = document.getElementById("starts-hint");
  if (hint) {
    hint.textContent = `Times in ${zone.value}.`;
  }
}

// If there are times already, the server renders them in that zone. Only one attempt: it may not know the zone.
const kept = document.querySelector<HTMLInputElement>("input[data-zone-kept]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (kept && kept.value !== here && !new URLSearchParams(location.search).has("zone")) {
  location.replace(`${location.pathname}?zone=${encodeURIComponent(here)}`);
}
