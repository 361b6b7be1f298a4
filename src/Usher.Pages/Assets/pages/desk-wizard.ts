// Where nobody has said yet in which time zone a show takes place, the browser's is the likeliest.
const zone = document.querySelector<HTMLInputElement>("[data-zone=guess] input");
if (zone && zone.value === zone.defaultValue) {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
}
