// Fetches the page again and takes over what is marked as fresh: the server writes it, here as there.
import { browser, LiveLink } from "../seat-map/live-link";
import { localise } from "../shared/times";

/** However fast news come, the page is not fetched more often. */
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
        // The session is over: the page that was asked for instead says so.
        location.assign(response.url);
      } else if (response.ok) {
        takeOver(new DOMParser().parseFromString(await response.text(), "text/html"));
        changed();
      }
    } catch {
      // The next turn tries again.
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
    // What has the focus stays; it is fresh again at the next turn.
    if (!old.contains(document.activeElement)) {
      old.replaceChildren(...fresh.childNodes);
    }
  }
}
