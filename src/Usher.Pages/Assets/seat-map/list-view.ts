import type { Plan } from "./plan";
import type { Prices } from "./prices";

/** This many rows of a section are shown at first, and with each request for more. */
const rowsAtOnce = 40;

/** With so many sections they start folded, but for the first. */
const openSectionsMax = 4;

/** After a finger was lifted its click comes within so long. */
const clickMilliseconds = 350;

export interface ListEvents {
  choose(seat: number): void;
  /** The status is shown at the desk, where any seat may be chosen. */
  describe(seat: number): Described;
}

export interface Described {
  name: string;
  isSelected: boolean;
  isDisabled: boolean;
  isUnknown?: boolean;
  state?: string;
  /** The words for the state, for buyers. */
  status?: string;
}

/** A list of seats beside the map: it is built when it is shown, and patched while it is. */
export interface SeatList {
  onlyCategory: number;
  show(): void;
  invalidate(): void;
  refresh(seats: Iterable<number>): void;
}

/**
 * The free seats as a list of buttons, by section and row, with notes of what lies between them. Sections are filled
 * when they are opened. Changes by others move no button: a seat that is taken leaves its place empty until the list is
 * next built.
 */
export class ListView implements SeatList {
  onlyCategory = -1;
  private readonly rows = new Map<number, HTMLElement>();
  private readonly buttons = new Map<number, HTMLButtonElement>();
  private isStale = true;
  private isPressed = false;
  private timer = 0;
  /** Seats that may have come while a button was pressed: theirs would push it from under the finger. */
  private readonly late = new Set<number>();

  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly prices: Prices,
    private readonly events: ListEvents,
    signal: AbortSignal,
  ) {
    element.addEventListener("click", (event) => {
      const button = event.target instanceof Element
        ? event.target.closest<HTMLElement>("[data-seat], [data-gone]")
        : null;
      if (button) {
        // A seat that was taken shows its status.
        events.choose(Number(button.dataset.seat ?? button.dataset.gone));
      }
    }, { signal });
    element.addEventListener("pointerdown", () => {
      clearTimeout(this.timer);
      this.isPressed = true;
    }, { signal });
    for (const type of ["pointerup", "pointercancel"]) {
      addEventListener(type, () => {
        if (this.isPressed) {
          clearTimeout(this.timer);
          this.timer = window.setTimeout(() => this.release(), clickMilliseconds);
        }
      }, { signal });
    }
  }

  /** Builds the list where something has changed that it cannot patch. */
  show(): void {
    if (!this.isStale) {
      return;
    }

    this.isStale = false;
    this.rows.clear();
    this.buttons.clear();
    this.late.clear();
    const bySection = this.plan.sections.map(() => [] as number[]);
    this.plan.rows.forEach((row, at) => bySection[row.section].push(at));
    this.element.replaceChildren(...bySection.flatMap((rows, section) =>
      rows.length ? [this.createSection(section, rows, bySection.length <= openSectionsMax || section === 0)] : []));
  }

  invalidate(): void {
    this.isStale = true;
  }

  /** Updates seats, as far as their rows exist as elements. */
  refresh(seats: Iterable<number>): void {
    for (const seat of seats) {
      const button = this.buttons.get(seat);
      const row = this.rows.get(this.plan.rowOf[seat]);
      if (button) {
        this.describe(seat, button);
      } else if (this.isPressed) {
        this.late.add(seat);
      } else if (row && this.isOffered(seat)) {
        this.insert(seat, row);
      }
    }
  }

  private release(): void {
    this.isPressed = false;
    const late = [...this.late];
    this.late.clear();
    this.refresh(late);
  }

  private createSection(section: number, rows: number[], isOpen: boolean): HTMLElement {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const list = document.createElement("ul");
    summary.textContent = this.plan.sections[section] || "Seats";
    details.append(summary, list);
    details.addEventListener("toggle", () => {
      if (details.open && !list.hasChildNodes()) {
        this.addRows(list, rows);
      }
    });
    details.open = isOpen;
    return details;
  }

  private addRows(list: HTMLElement, rows: number[]): void {
    for (const row of rows.slice(0, rowsAtOnce)) {
      const item = document.createElement("li");
      const heading = document.createElement("b");
      heading.textContent = this.plan.rowName(row);
      const seats = document.createElement("p");
      item.append(heading, seats);
      this.rows.set(row, seats);
      this.fill(row, seats);
      list.append(item);
    }

    const rest = rows.slice(rowsAtOnce);
    if (rest.length) {
      const item = document.createElement("li");
      const more = document.createElement("button");
      more.type = "button";
      more.className = "more";
      more.textContent = `${Math.min(rowsAtOnce, rest.length)} more rows`;
      more.addEventListener("click", () => {
        item.remove();
        this.addRows(list, rest);
        this.rows.get(rest[0])?.querySelector("button")?.focus();
      });
      item.append(more);
      list.append(item);
    }
  }

  private fill(at: number, element: HTMLElement): void {
    const { first, count } = this.plan.rows[at];
    const offered = Array.from({ length: count }, (_, i) => first + i).filter((seat) => this.isOffered(seat));
    element.replaceChildren(...offered.map((seat) => this.create(seat)));
    this.separate(at, element);
  }

  /** Between the buttons of a row: what seats there are that are not offered, where aisles are, and what seats cost. */
  private separate(at: number, element: HTMLElement): void {
    element.querySelectorAll("span").forEach((old) => old.remove());
    const { runs } = this.plan.rows[at];
    let category = this.prices.order.length > 1 && !this.prices.isFree ? -1 : null;
    runs.forEach(([first, end], run) => {
      let gap: number[] = [];
      for (let seat = first; seat < end; seat++) {
        const button = this.buttons.get(seat);
        if (!button) {
          gap.push(seat);
          continue;
        }

        this.addGap(element, gap, button);
        gap = [];
        if (category !== null && category !== this.plan.categoryOf[seat]) {
          category = this.plan.categoryOf[seat];
          element.insertBefore(note("cost", this.prices.words(this.plan, category)), button);
        }
      }

      const next = this.nextButton(at, end);
      this.addGap(element, gap, next);
      if (run < runs.length - 1) {
        element.insertBefore(note("aisle", ""), next);
      }
    });
  }

  /** Seats that are not offered, in one note for each reason. */
  private addGap(element: HTMLElement, seats: number[], next: Element | null): void {
    let from = 0;
    for (let i = 1; i <= seats.length; i++) {
      const reason = this.reason(seats[from]);
      if (i === seats.length || this.reason(seats[i]) !== reason) {
        const numbers = [...new Set([seats[from], seats[i - 1]])].map((seat) => this.plan.number(seat));
        element.insertBefore(note("gap", `${numbers.join("–")} ${reason}`), next);
        from = i;
      }
    }
  }

  private reason(seat: number): string {
    const { isDisabled, isUnknown, status = "" } = this.events.describe(seat);
    return isUnknown ? "not known yet" : isDisabled ? status : "at another price";
  }

  private nextButton(at: number, from: number): HTMLButtonElement | null {
    const { first, count } = this.plan.rows[at];
    let next = from;
    while (next < first + count && !this.buttons.has(next)) {
      next++;
    }

    return next < first + count ? this.buttons.get(next)! : null;
  }

  private isOffered(seat: number): boolean {
    const { isSelected, isDisabled } = this.events.describe(seat);
    const isShown = this.onlyCategory < 0 || this.plan.categoryOf[seat] === this.onlyCategory;
    return (isShown && !isDisabled) || isSelected;
  }

  private create(seat: number): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `c${this.prices.colorOf[this.plan.categoryOf[seat]] + 1}`;
    button.textContent = this.plan.number(seat);
    this.describe(seat, button);
    this.buttons.set(seat, button);
    return button;
  }

  private insert(seat: number, element: HTMLElement): void {
    const at = this.plan.rowOf[seat];
    element.insertBefore(this.create(seat), this.nextButton(at, seat + 1));
    this.separate(at, element);
  }

  /** A seat that was taken keeps the focus if it has it, and is skipped by Tab. */
  private describe(seat: number, button: HTMLButtonElement): void {
    const { name, isSelected, isDisabled, state } = this.events.describe(seat);
    const isGone = isDisabled && !isSelected;
    button.setAttribute("aria-label", name);
    button.setAttribute("aria-pressed", String(isSelected));
    button.setAttribute("aria-disabled", String(isGone));
    button.tabIndex = isGone ? -1 : 0;
    button.removeAttribute(isGone ? "data-seat" : "data-gone");
    button.setAttribute(isGone ? "data-gone" : "data-seat", String(seat));
    if (state) {
      button.dataset.state = state;
    } else {
      delete button.dataset.state;
    }
  }
}

function note(className: string, words: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = words;
  return element;
}
