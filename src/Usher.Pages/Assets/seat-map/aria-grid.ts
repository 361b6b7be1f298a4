import { neighbour } from "./navigation";
import type { Plan } from "./plan";

/** So many rows before and after the focused one exist as elements. */
const rowsAround = 2;

/** A longer row exists in parts of so many seats. */
const cellsPerPart = 100;

export interface GridEvents {
  focus(seat: number): void;
  blur(): void;
  choose(seat: number): void;
  zoom(key: string): void;
  describe(seat: number): { name: string; isSelected: boolean; isDisabled: boolean };
}

/** The seats as a grid for keyboards and screen readers, which the canvas mirrors. It has one tab stop. */
export class AriaGrid {
  private readonly rows = new Map<number, { part: number; element: HTMLElement }>();
  private readonly cells = new Map<number, HTMLElement>();
  private current = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly events: GridEvents,
    signal: AbortSignal,
  ) {
    element.setAttribute("aria-rowcount", String(plan.rows.length));
    element.setAttribute("aria-colcount", String(plan.rows.reduce((most, row) => Math.max(most, row.count), 0)));
    element.addEventListener("keydown", (event) => this.press(event), { signal });
    // Assistive technology puts the focus on any seat, not only where the arrow keys lead.
    element.addEventListener("focusin", (event) => {
      const seat = seatOf(event.target) ?? this.current;
      if (seat !== this.current) {
        this.goTo(seat);
        this.removeFarRows();
      }

      events.focus(seat);
    }, { signal });
    element.addEventListener("focusout", () => events.blur(), { signal });
    // A screen reader may click the focused seat.
    element.addEventListener("click", (event) => {
      const seat = seatOf(event.target);
      if (seat !== null) {
        this.goTo(seat);
        events.choose(seat);
      }
    }, { signal });
  }

  focus(): void {
    this.cells.get(this.current)?.focus({ preventScroll: true });
  }

  /** Makes a seat the one that a Tab leads to. */
  goTo(seat: number): void {
    this.cells.get(this.current)?.setAttribute("tabindex", "-1");
    this.current = seat;
    const at = this.plan.rowOf[seat];
    const part = Math.floor((seat - this.plan.rows[at].first) / cellsPerPart);
    for (let row = at - rowsAround; row <= at + rowsAround; row++) {
      if (row >= 0 && row < this.plan.rows.length) {
        this.ensureRow(row, Math.min(part, Math.floor((this.plan.rows[row].count - 1) / cellsPerPart)));
      }
    }

    this.cells.get(seat)?.setAttribute("tabindex", "0");
  }

  /** Describes seats again that have changed, as far as they exist as elements. */
  refresh(seats?: Iterable<number>): void {
    for (const seat of seats ?? this.cells.keys()) {
      const cell = this.cells.get(seat);
      if (cell) {
        this.describe(seat, cell);
      }
    }
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    if (event.key === "Enter" || event.key === " ") {
      this.events.choose(this.current);
    } else if (event.key === "+" || event.key === "=" || event.key === "-" || event.key === "0") {
      this.events.zoom(event.key);
    } else {
      const next = neighbour(this.plan, this.current, event.key);
      if (next === null) {
        // A key without an effect here must not scroll the page either.
        if (!/^(Arrow|Page|Home|End)/.test(event.key)) {
          return;
        }
      } else {
        this.goTo(next);
        this.cells.get(next)?.focus({ preventScroll: true });
        this.removeFarRows();
      }
    }

    event.preventDefault();
  }

  private ensureRow(at: number, part: number): void {
    const known = this.rows.get(at);
    if (known?.part === part) {
      return;
    }

    known?.element.remove();
    const element = this.createRow(at, part);
    const following = [...this.rows].filter(([row]) => row > at).sort(([a], [b]) => a - b)[0];
    this.element.insertBefore(element, following?.[1].element ?? null);
    this.rows.set(at, { part, element });
  }

  private createRow(at: number, part: number): HTMLElement {
    const row = this.plan.rows[at];
    const element = document.createElement("div");
    element.setAttribute("role", "row");
    element.setAttribute("aria-rowindex", String(at + 1));
    element.setAttribute("aria-label", this.plan.rowName(at) || `Row ${at + 1}`);
    const first = row.first + part * cellsPerPart;
    const end = Math.min(row.first + row.count, first + cellsPerPart);
    for (let seat = first; seat < end; seat++) {
      const cell = document.createElement("span");
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-colindex", String(seat - row.first + 1));
      cell.tabIndex = -1;
      cell.dataset.seat = String(seat);
      this.describe(seat, cell);
      this.cells.set(seat, cell);
      element.append(cell);
    }

    return element;
  }

  private describe(seat: number, cell: HTMLElement): void {
    const { name, isSelected, isDisabled } = this.events.describe(seat);
    cell.setAttribute("aria-label", name);
    cell.setAttribute("aria-selected", String(isSelected));
    cell.setAttribute("aria-disabled", String(isDisabled));
  }

  private removeFarRows(): void {
    const at = this.plan.rowOf[this.current];
    for (const [row, { element }] of this.rows) {
      if (Math.abs(row - at) > rowsAround) {
        element.remove();
        this.rows.delete(row);
      }
    }

    for (const [seat, cell] of this.cells) {
      if (!cell.isConnected) {
        this.cells.delete(seat);
      }
    }
  }
}

function seatOf(target: EventTarget | null): number | null {
  const seat = target instanceof HTMLElement ? target.dataset.seat : undefined;
  return seat === undefined ? null : Number(seat);
}
