// Fetches the page again and replaces the elements with data-fresh: the server renders them.
import { browser, LiveLink } from "../seat-map/live-link";
import { localise } from "../shared/times";

/** The page is not fetched more often than this, however fast changes come. */
const restMilliseconds = 300;

export function keepFresh(changed: () => void): void {
  const root = document.querySelector<HTMLElement>("[data-every]");
  if (!root) {
    return;
  }

  let isUnderWay = false;
  let isWanted = false;
  const every = Number(root.dataset.every);

  async function refresh(): Promise<void> {
    if (isUnderWay) {
      isWanted = true;
      return;
    }

    isUnderWay = true;
    isWanted = false;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.redirected) {
        // The session has ended: the page that came instead says so.
        location.assign(response.url);
      } else if (response.ok) {
        takeOver(new DOMParser().parseFromString(await response.text(), "text/html"));
        changed();
      }
    } catch {
      // The next round tries again.
    }

    setTimeout(() => {
      isUnderWay = false;
      if (isWanted) {
        void refresh();
      }
    }, restMilliseconds);
  }

  setInterval(() => {
    if (!document.hidden) {
      void refresh();
    }
  }, every);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      void refresh();
    }
  });
  const live = root.dataset.live;
  if (live) {
    follow(live, () => void refresh());
  }
}

function follow(url: string, heard: () => void): void {
  const sign = document.querySelector<HTMLElement>("[data-link]");
  const link = new LiveLink(url, {
    message: ({ type }) => {
      if (type === "delta" && !document.hidden) {
        heard();
      }
    },
    state: (state) => {
      sign?.classList.toggle("on", state === "live");
      sign?.classList.toggle("lost", state === "lost");
      if (sign) {
        sign.textContent = state === "live" ? "Live" : "Reconnecting";
      }
    },
  }, browser);
  link.start();
}

function takeOver(page: Document): void {
  for (const old of document.querySelectorAll<HTMLElement>("[data-fresh]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh) {
      continue;
    }

    if (old.dataset.chart !== undefined) {
      old.setAttribute("aria-label", fresh.getAttribute("aria-label") ?? "");
      continue;
    }

    localise(fresh);
    // An element with the focus stays; it is replaced in the next round.
    if (!old.contains(document.activeElement)) {
      old.replaceChildren(...fresh.childNodes);
    }
  }
}
