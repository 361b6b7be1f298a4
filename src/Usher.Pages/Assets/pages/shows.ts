// A search runs while it is typed, in place: the focus stays in the field.
import { addressOn } from "../shared/page-address";
import { localise } from "../shared/times";

const restMilliseconds = 250;

const form = document.querySelector<HTMLFormElement>("form[role=search]");
const said = document.querySelector<HTMLElement>("[data-found]");
let resting: number | undefined;
let latest: AbortController | undefined;

async function search(form: HTMLFormElement): Promise<void> {
  latest?.abort();
  const { signal } = (latest = new AbortController());
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value !== "") {
      fields.set(name, String(value));
    }
  }

  const url = addressOn(fields.size > 0 ? `/?${fields}` : "/");
  try {
    const response = await fetch(url, { signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const found = page.querySelector("[data-results]");
    if (response.ok && found) {
      localise(found);
      document.querySelector("[data-results]")?.replaceWith(found);
      history.replaceState(null, "", url);
      say(summary(found));
      return;
    }
  } catch {
    // Reported below, unless a newer search has replaced it.
  }

  if (!signal.aborted) {
    say("We could not run your search. The shows below have not changed. Try again in a moment.", true);
  }
}

/** For screen readers: what has replaced the shows from before. */
function summary(found: Element): string {
  const count = found.querySelectorAll(".row").length;
  if (count === 0) {
    return found.querySelector(".empty p")?.textContent ?? "No shows";
  }

  const more = found.querySelector("[data-later]") ? ", with more to come" : "";
  return (count === 1 ? "1 show" : `${count} shows`) + more;
}

function say(words: string, isFailure = false): void {
  if (said) {
    said.textContent = words;
    said.className = isFailure ? "banner bad" : "vh";
  }
}

if (form) {
  form.addEventListener("input", () => {
    clearTimeout(resting);
    resting = setTimeout(() => void search(form), restMilliseconds);
  });
}
