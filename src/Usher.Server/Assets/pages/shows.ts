// A search is answered while it is typed, in place: the reader stays in the field.
import { localise } from "../shared/times";

const restMilliseconds = 250;

const form = document.querySelector<HTMLFormElement>("form[role=search]");
let resting: number | undefined;
let latest: AbortController | undefined;

async function search(form: HTMLFormElement): Promise<void> {
  latest?.abort();
  latest = new AbortController();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "") {
      fields.set(name, String(value));
    }
  }

  const url = fields.size > 0 ? `/?${fields}` : "/";
  try {
    const response = await fetch(url, { signal: latest.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-results]");
    if (response.ok && found) {
      localise(found);
      document.querySelector("[data-results]")?.replaceWith(found);
      history.replaceState(null, "", url);
    }
  } catch {
    // A newer search has taken its place, or the form's own button is still there.
  }
}

form?.addEventListener("input", () => {
  clearTimeout(resting);
  resting = setTimeout(() => void search(form), restMilliseconds);
});
