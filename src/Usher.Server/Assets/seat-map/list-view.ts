import type { Plan } from "./plan";
import type { Prices } from "./prices";

/** So many rows of a section are shown at first, and with each wish for more. */
const rowsAtOnce = 40;

/** With so many sections they start folded, but for the first. */
const openSectionsMax = 4;

export interface ListEvents {
  choose(seat: number): void;
  /** A state is told where the organiser looks, who may choose any seat. */
  describe(seat: number): { name: string; isSelected: boolean; isDisabled: boolean; state?: string };
}

/** The free seats as a list of buttons, by section and row. Sections are filled when they are opened. */
export class ListView {
  onlyCategory = -1;
  private readonly rows = new Map<number, HTMLElement>();
  private isStale = true;

  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly prices: Prices,
    private readonly events: ListEvents,
    signal: AbortSignal,
  ) {
    element.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-seat]") : null;
      if (button) {
        events.choose(Number(button.dataset.seat));
      }
    }, { signal });
  }

  /** Builds the list where something has changed that it cannot patch. */
  show(): void {
    if (!this.isStale) {
      return;
    }

    this.isStale = false;
    this.rows.clear();
    const bySection = this.plan.sections.map(() => [] as number[]);
    this.plan.rows.forEach((row, at) => bySection[row.section].push(at));
    this.element.replaceChildren(...bySection.flatMap((rows, section) =>
      rows.length ? [this.createSection(section, rows, bySection.length <= openSectionsMax || section === 0)] : []));
  }

  invalidate(): void {
    this.isStale = true;
  }

  /** Shows what became of seats, as far as their rows exist as elements. */
  refresh(seats: Iterable<number>): void {
    const rows = new Set<number>();
    for (const seat of seats) {
      rows.add(this.plan.rowOf[seat]);
    }

    for (const row of rows) {
      const element = this.rows.get(row);
      if (element) {
        this.refill(row, element);
      }
    }
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
    const row = this.plan.rows[at];
    const buttons: HTMLElement[] = [];
    for (let seat = row.first; seat < row.first + row.count; seat++) {
      const { name, isSelected, isDisabled, state } = this.events.describe(seat);
      const isShown = this.onlyCategory < 0 || this.plan.categoryOf[seat] === this.onlyCategory;
      if ((isShown && !isDisabled) || isSelected) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.seat = String(seat);
        button.className = `c${this.prices.colorOf[this.plan.categoryOf[seat]] + 1}`;
        button.textContent = this.plan.number(seat);
        button.setAttribute("aria-label", name);
        if (state) {
          button.dataset.state = state;
        }

        button.setAttribute("aria-pressed", String(isSelected));
        buttons.push(button);
      }
    }

    const none = document.createElement("span");
    none.textContent = "None";
    element.replaceChildren(...(buttons.length ? buttons : [none]));
  }

  /** The focus stays with its seat, or goes to the next one where the seat has gone. */
  private refill(at: number, element: HTMLElement): void {
    const root = element.getRootNode() as Document | ShadowRoot;
    const focused = element.contains(root.activeElement) ? (root.activeElement as HTMLElement).dataset.seat : undefined;
    this.fill(at, element);
    if (focused !== undefined) {
      const buttons = [...element.querySelectorAll<HTMLElement>("[data-seat]")];
      const next = buttons.find((button) => Number(button.dataset.seat) >= Number(focused)) ?? buttons.at(-1);
      next?.focus();
    }
  }
}
