// The live map at the desk: the server is asked about the chosen seats, and its answer is shown beside the map.
import "../seat-map/seat-map";
import { startDialogs } from "../shared/dialogs";
import { formats, number } from "../shared/reader";
import { localise } from "../shared/times";
import { toast } from "../shared/toast";

/** What the desk uses of `<usher-seat-map desk>`. */
interface DeskMap extends HTMLElement {
  selected: number[];
  blocked: number[];
  several: boolean;
  rowOf(number: number): number[];
}

interface Figures {
  seats: number[];
  free: number;
  held: number;
  sold: number;
  blocked: number;
}

/** Seats change in bursts: a request to the server waits this long for more changes. */
const settleMilliseconds = 250;
const answerMilliseconds = 5_000;

/** Counting the money of a large show takes the database a while. */
const moneyMilliseconds = 10_000;

const grid = document.querySelector<HTMLElement>("[data-show]");
const map = grid?.querySelector<DeskMap>("usher-seat-map");
const panel = grid?.querySelector<HTMLElement>("[data-panel]");
if (grid && map && panel) {
  start(`/desk/shows/${grid.dataset.show}/map`, map, panel);
}

function start(path: string, map: DeskMap, panel: HTMLElement): void {
  const none = panel.innerHTML;
  const several = document.querySelector<HTMLButtonElement>("[data-several]");
  const link = document.querySelector<HTMLElement>("[data-link]");
  const linkWords = link?.textContent ?? "";
  let asked = 0;
  let blockedTimer = 0;
  let panelTimer = 0;
  // The result of the user's own click should be read before the panel is replaced.
  let answeredAt = -answerMilliseconds;
  let moneyAt = performance.now();
  let latest: Figures | null = null;
  let isBlockedKnown = false;
  let isSending = false;

  map.selected = parse(new URLSearchParams(location.search).get("seats") ?? "");
  panel.classList.toggle("open", map.selected.length > 0);
  void readBlocked();

  on<{ seats: { seat_number: number }[]; by: string }>("usher-selection", ({ seats, by }) => {
    if (by === "user") {
      void look(seats.map((seat) => seat.seat_number));
    }
  });

  on<Figures>("usher-change", (figures) => {
    latest = figures;
    writeFigures();

    // The live updates report a blocked seat as sold.
    blockedTimer ||= window.setTimeout(() => {
      blockedTimer = 0;
      void readBlocked();
    }, settleMilliseconds);
    if (figures.seats.some((seat) => map.selected.includes(seat)) && !isBusy()) {
      panelTimer ||= window.setTimeout(() => {
        panelTimer = 0;
        if (!isBusy()) {
          void look(map.selected);
        }
      }, Math.max(settleMilliseconds, answeredAt + answerMilliseconds - performance.now()));
    }
  });

  on<{ state: "live" | "lost"; as_of: string | null }>("usher-link", ({ state, as_of }) => {
    link?.classList.toggle("on", state === "live");
    link?.classList.toggle("lost", state === "lost");
    if (link) {
      const time = as_of ? new Date(as_of).toLocaleTimeString(formats) : "";
      link.textContent = state === "live" ? "Live" : time ? `Seats as of ${time}. Reconnecting.` : linkWords;
    }
  });

  several?.addEventListener("click", () => {
    map.several = !map.several;
    several.setAttribute("aria-pressed", String(map.several));
  });

  panel.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>("[data-row]")?.dataset.row;
    if (row) {
      map.selected = map.rowOf(Number(row));
      void look(map.selected);
    } else if (target?.closest("[data-close]")) {
      event.preventDefault();
      map.selected = [];
      void look([]);
      map.focus();
    }
  });

  panel.addEventListener("submit", (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (form?.hasAttribute("data-do")) {
      event.preventDefault();
      void send(form);
    }
  });

  startDialogs(panel);

  /** Whether the user is at work in the panel, or an answer that will replace it is under way. */
  function isBusy(): boolean {
    return isSending || panel.querySelector("dialog[open]") !== null
      || (panel.contains(document.activeElement) && document.activeElement instanceof HTMLInputElement);
  }

  /** Shows who has these seats. */
  async function look(seats: number[]): Promise<void> {
    const ask = ++asked;
    const query = seats.length ? `?seats=${ranges(seats)}` : "";
    history.replaceState(null, "", path + query);
    if (seats.length === 0) {
      show(none, false);
      return;
    }

    const response = await fetch(`${path}/panel${query}`).catch(() => null);
    if (ask === asked && response?.ok) {
      show(await response.text(), true);
    }
  }

  /** Sends a form of the panel; the answer is the page, of which only the panel is shown. */
  async function send(form: HTMLFormElement): Promise<void> {
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    isSending = true;
    const response = await fetch(form.action, { method: "POST", body }).catch(() => null);
    const text = (await response?.text().catch(() => null)) ?? "";
    isSending = false;
    const page = new DOMParser().parseFromString(text, "text/html");
    const answer = page.querySelector("[data-panel]");
    if (!response?.ok || !answer) {
      toast("That did not work. Nothing was changed. Try again in a moment.");
      return;
    }

    ++asked;
    answeredAt = performance.now();
    window.clearTimeout(panelTimer);
    panelTimer = 0;
    map.selected = parse(new URL(response.url).searchParams.get("seats") ?? "");
    show(answer.innerHTML, true);
    panel.querySelector<HTMLElement>("[data-title]")?.focus();
    await readBlocked();
  }

  async function readBlocked(): Promise<void> {
    const isMoneyDue = performance.now() - moneyAt > moneyMilliseconds;
    moneyAt = isMoneyDue ? performance.now() : moneyAt;
    const response = await fetch(`${path}/blocked${isMoneyDue ? "?money=1" : ""}`).catch(() => null);
    if (response?.ok) {
      const { seats, booked, bookings } =
        (await response.json()) as { seats: number[]; booked: string | null; bookings: string | null };
      map.blocked = seats;
      isBlockedKnown = true;
      writeFigures();
      if (booked !== null && bookings !== null) {
        write("booked", booked);
        write("bookings", bookings);
      }
    }
  }

  /** Not before it is known which of the taken seats are sold: until then the server's figures stay. */
  function writeFigures(): void {
    for (const name of ["free", "held", "sold", "blocked"] as const) {
      if (latest && isBlockedKnown) {
        write(name, number(latest[name]));
      }
    }
  }

  function show(html: string, isOpen: boolean): void {
    panel.innerHTML = html;
    panel.classList.toggle("open", isOpen);
    localise(panel);
  }

  function write(name: string, text: string): void {
    const place = document.querySelector(`[data-figures] [data-${name}]`);
    if (place) {
      place.textContent = text;
    }
  }

  function on<T>(type: string, listen: (detail: T) => void): void {
    map.addEventListener(type, (event) => listen((event as CustomEvent<T>).detail));
  }
}

/** "12-14,30" as numbers. */
function parse(text: string): number[] {
  return text.split(",").filter(Boolean).flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  });
}

function ranges(seats: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const seat of [...seats].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && seat === last[1] + 1) {
      last[1] = seat;
    } else {
      parts.push([seat, seat]);
    }
  }

  return parts.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}
