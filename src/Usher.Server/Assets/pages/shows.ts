// A search is sent while it is typed, once the typing rests.
const restMilliseconds = 400;

const search = document.querySelector<HTMLInputElement>("form[role=search] input[name=q]");
let resting: number | undefined;
search?.addEventListener("input", () => {
  clearTimeout(resting);
  resting = setTimeout(() => search.form?.requestSubmit(), restMilliseconds);
});
