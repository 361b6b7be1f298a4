import { Gestures } from "./gestures";
import { MapCanvas } from "./map-canvas";
import { Overview } from "./overview";
import { unitsPerSeat, type Plan } from "./plan";
import type { Prices } from "./prices";
import type { SeatStates } from "./seat-states";
import type { Parts } from "./template";
import { readTheme, type Theme } from "./theme";
import { Tooltip } from "./tooltip";
import { Viewport, type View } from "./viewport";
import type { Words } from "./words";

/** How large a seat is at most, and how large a tap on a smaller one makes it. */
const seatPixelsMax = 64;
const seatPixelsTapped = 34;
const seatPixelsToTap = 24;

/** Under a finger lies the nearest seat within so many pixels. */
const fingerPixels = 22;

/** A moved view is drawn again once it has rested this long, or while it moves if part of the screen would be empty. */
const restMilliseconds = 140;
const redrawWhileMovingMilliseconds = 200;
const redrawRowsMilliseconds = 1000;

const animationMilliseconds = 240;
const zoomStep = 1.6;
const touchTipMilliseconds = 2500;

/** Where seats are too small to be pointed at, a section is pointed at that is so near. */
const sectionPixels = 14;

/** Plans with fewer seats need no overview. */
const overviewFromSeats = 2000;

export interface MapEvents {
  choose(seat: number): void;
  isSelected(seat: number): boolean;
}

/** The seating plan on the screen: which part is visible, what moves it, and when it is drawn. */
export class MapView {
  readonly canvas: MapCanvas;
  private readonly viewport: Viewport;
  private readonly tooltip: Tooltip;
  private readonly overview: Overview | null;
  private theme: Theme;
  private readonly changed = new Set<number>();
  private selected: readonly number[] = [];
  private hovered = -1;
  private hoveredSection = -1;
  private focused = -1;
  private needs = { frame: false, full: false, move: false, marks: false };
  private restTimer = 0;
  private tipTimer = 0;
  private rowsTimer = 0;
  private drawnAt = 0;
  private animation = 0;

  constructor(
    private readonly parts: Parts,
    private readonly plan: Plan,
    private readonly states: SeatStates,
    prices: Prices,
    words: Words,
    private readonly events: MapEvents,
    signal: AbortSignal,
  ) {
    this.theme = readTheme(parts.root.host);
    this.canvas = new MapCanvas(parts.layer, plan, states, prices);
    this.canvas.isDesk = words.isDesk;
    this.canvas.colors = this.theme;
    this.viewport = new Viewport(plan.bounds, seatPixelsMax / (plan.unit * unitsPerSeat));
    this.tooltip = new Tooltip(parts.tip, plan, words);
    this.overview = plan.count > overviewFromSeats
      ? new Overview(
        parts.overview, plan, this.canvas.rows, this.viewport,
        (x, y) => this.show(this.viewport.at(this.viewport.view.scale, x, y)), signal)
      : null;
    new Gestures(parts.stage, parts.layer, {
      tap: (x, y, isTouch) => this.tap(x, y, isTouch),
      hover: (x, y) => this.pointAt(x, y),
      leave: () => this.pointAtNothing(),
      pan: (x, y) => this.show(this.viewport.moved(x, y)),
      zoom: (factor, x, y) => this.show(this.viewport.zoomed(factor, x, y)),
      canPan: () => !this.viewport.isFitted,
    }, signal);
    parts.zoom.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-zoom]") : null;
      this.zoom(button?.dataset.zoom ?? "");
    }, { signal });
    const observer = new ResizeObserver(() => this.resize());
    observer.observe(parts.stage);
    signal.addEventListener("abort", () => {
      observer.disconnect();
      [this.restTimer, this.tipTimer, this.rowsTimer].forEach((timer) => clearTimeout(timer));
      cancelAnimationFrame(this.animation);
    });
  }

  private get isDesk(): boolean {
    return this.canvas.seats.isDesk;
  }

  readTheme(): void {
    this.theme = this.canvas.colors = readTheme(this.parts.root.host);
    this.overview?.draw(this.theme);
    this.request("full");
  }

  /** Shows one category alone; -1 shows all. */
  set onlyCategory(category: number) {
    this.canvas.seats.onlyCategory = category;
    this.request("full");
  }

  select(seats: readonly number[]): void {
    this.selected = seats;
    this.request("marks");
  }

  /** Seats have changed; those that were taken may show a ring. */
  change(seats: number[], gone: number[]): void {
    for (const seat of seats) {
      this.changed.add(seat);
    }

    this.canvas.overlay.flash(gone, performance.now());
    this.request("marks");
  }

  focus(seat: number): void {
    this.focused = seat;
    this.request("marks");
    if (seat < 0) {
      this.tooltip.hide();
      return;
    }

    this.reveal(seat);
    this.tip(seat);
  }

  zoom(key: string): void {
    const factor = key === "+" || key === "=" ? zoomStep : key === "-" ? 1 / zoomStep : 0;
    if (factor) {
      const to = this.viewport.zoomed(factor);
      this.glide(factor > 1 ? this.withSeats(to) : to);
    } else if (key === "0") {
      this.fit();
    }
  }

  fit(): void {
    this.glide(this.viewport.fit);
  }

  /** Shows these seats, large enough to be told apart. */
  zoomTo(seats: readonly number[]): void {
    if (seats.length === 0) {
      return;
    }

    const xs = seats.map((seat) => this.plan.x[seat]);
    const ys = seats.map((seat) => this.plan.y[seat]);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const around = this.plan.unit * 60;
    const scale = Math.min(
      seatPixelsTapped / (this.plan.unit * unitsPerSeat), this.viewport.width / (right - left + around),
      this.viewport.height / (bottom - top + around));
    this.glide(this.viewport.at(scale, (left + right) / 2, (top + bottom) / 2));
  }

  whereIs(seat: number): [x: number, y: number] {
    const box = this.parts.stage.getBoundingClientRect();
    const [x, y] = this.viewport.toScreen(this.plan.x[seat], this.plan.y[seat]);
    return [box.left + x, box.top + y];
  }

  /** Whether seats can be told apart as they are shown. */
  get isNear(): boolean {
    return this.seatPixels >= seatPixelsToTap / 2;
  }

  resize(): void {
    const { clientWidth, clientHeight } = this.parts.stage;
    if (clientWidth === 0 || clientHeight === 0) {
      return;
    }

    this.viewport.resize(clientWidth, clientHeight, clientWidth < 700 ? 8 : 18);
    this.canvas.resize(clientWidth, clientHeight);
    this.draw(performance.now());
    this.overview?.draw(this.theme);
  }

  private get seatPixels(): number {
    return this.plan.unit * unitsPerSeat * this.viewport.view.scale;
  }

  private seatAt(screenX: number, screenY: number, isTouch: boolean): number {
    if (this.canvas.level === "rows") {
      return -1;
    }

    const [x, y] = this.viewport.toPlan(screenX, screenY);
    const reach = Math.max(this.plan.unit * 9, isTouch ? fingerPixels / this.viewport.view.scale : 0);
    return this.plan.index.nearest(x, y, reach);
  }

  private pointAt(screenX: number, screenY: number): void {
    if (this.canvas.level !== "rows") {
      this.pointAtSection(-1);
      this.hover(this.seatAt(screenX, screenY, false));
      return;
    }

    const [x, y] = this.viewport.toPlan(screenX, screenY);
    const reach = Math.max(this.plan.pitch, sectionPixels / this.viewport.view.scale);
    const seat = this.plan.index.nearest(x, y, reach);
    this.pointAtSection(seat < 0 ? -1 : this.plan.row(seat).section);
    if (seat >= 0) {
      this.tooltip.place(screenX, screenY, this.viewport.width, 0);
    }
  }

  private pointAtNothing(): void {
    this.pointAtSection(-1);
    this.hover(-1);
  }

  private pointAtSection(section: number): void {
    if (section === this.hoveredSection) {
      return;
    }

    this.hoveredSection = section;
    this.parts.stage.classList.toggle("over", section >= 0);
    if (section >= 0) {
      clearTimeout(this.tipTimer);
      this.tooltip.showSection(section);
    } else {
      this.tooltip.hide();
    }
  }

  private hover(seat: number): void {
    if (seat === this.hovered) {
      return;
    }

    this.hovered = seat;
    this.parts.stage.classList.toggle("over", seat >= 0 && (this.isDesk || this.states.isAvailable(seat)));
    this.request("marks");
    if (seat >= 0) {
      this.tip(seat);
    } else {
      this.tooltip.hide();
    }
  }

  private tip(seat: number): void {
    clearTimeout(this.tipTimer);
    const [x, y] = this.viewport.toScreen(this.plan.x[seat], this.plan.y[seat]);
    this.tooltip.show(seat, !this.isDesk && this.events.isSelected(seat), this.states.isAvailable(seat));
    this.tooltip.place(x, y, this.viewport.width, this.seatPixels);
  }

  private tap(screenX: number, screenY: number, isTouch: boolean): void {
    const seat = this.seatAt(screenX, screenY, isTouch);
    const isTooSmall = this.seatPixels < seatPixelsToTap && (isTouch || this.canvas.level === "rows");
    if (isTooSmall) {
      // Beside a stand the nearest one is meant: nobody wants to look at nothing.
      const [x, y] = this.viewport.toPlan(screenX, screenY);
      const near = seat < 0 ? this.plan.index.nearest(x, y, Infinity) : seat;
      this.glide(this.viewport.at(
        seatPixelsTapped / (this.plan.unit * unitsPerSeat), this.plan.x[near], this.plan.y[near]));
    } else if (seat >= 0) {
      this.events.choose(seat);
      this.tip(seat);
      if (isTouch) {
        this.tipTimer = window.setTimeout(() => this.tooltip.hide(), touchTipMilliseconds);
      }
    }
  }

  /** Scrolls to a seat that the focus has moved to. */
  private reveal(seat: number): void {
    const [x, y] = this.viewport.toScreen(this.plan.x[seat], this.plan.y[seat]);
    const { width, height, view } = this.viewport;
    const edge = Math.min(60, width / 6, height / 6);
    const isSeen = x >= edge && y >= edge && x <= width - edge && y <= height - edge;
    if (this.canvas.level === "rows" || !isSeen) {
      const scale = Math.max(view.scale, seatPixelsToTap / 1.5 / (this.plan.unit * unitsPerSeat));
      this.glide(this.viewport.at(
        this.canvas.level === "rows" ? scale : view.scale, this.plan.x[seat], this.plan.y[seat]));
    }
  }

  /** The view, moved to the nearest seat if it shows none: in the middle of a stadium there is only grass. */
  private withSeats(view: View): View {
    const [left, top] = [-view.x / view.scale, -view.y / view.scale];
    const [width, height] = [this.viewport.width / view.scale, this.viewport.height / view.scale];
    const { x, y, index } = this.plan;
    let isEmpty = true;
    index.within(left, top, left + width, top + height, (seat) => {
      isEmpty &&= x[seat] < left || x[seat] > left + width || y[seat] < top || y[seat] > top + height;
    });
    const nearest = isEmpty ? index.nearest(left + width / 2, top + height / 2, Infinity) : -1;
    return nearest < 0 ? view : this.viewport.at(view.scale, x[nearest], y[nearest]);
  }

  private show(view: View): void {
    cancelAnimationFrame(this.animation);
    this.viewport.view = view;
    this.request("move");
  }

  /** Moves to a view in a quarter of a second; at once where motion is not wanted. */
  private glide(to: View): void {
    cancelAnimationFrame(this.animation);
    const from = this.viewport.view;
    const since = performance.now();
    const step = (): void => {
      const progress = this.theme.isStill ? 1 : Math.min(1, (performance.now() - since) / animationMilliseconds);
      const eased = 1 - (1 - progress) ** 3;
      this.viewport.view = {
        scale: from.scale + (to.scale - from.scale) * eased,
        x: from.x + (to.x - from.x) * eased,
        y: from.y + (to.y - from.y) * eased,
      };
      this.request("move");
      if (progress < 1) {
        this.animation = requestAnimationFrame(step);
      } else if (this.focused >= 0) {
        this.tip(this.focused);
      }
    };
    step();
  }

  private request(what: "full" | "move" | "marks"): void {
    this.needs[what] = true;
    if (!this.needs.frame) {
      this.needs.frame = true;
      requestAnimationFrame((now) => this.frame(now));
    }
  }

  /** One frame draws all changes since the last. */
  private frame(now: number): void {
    const needs = this.needs;
    this.needs = { frame: false, full: false, move: false, marks: false };
    if (this.viewport.width === 0) {
      return;
    }

    if (needs.full) {
      this.draw(now);
      return;
    }

    if (needs.move) {
      this.move(now);
    }

    if (this.changed.size > 0) {
      if (!this.canvas.patch([...this.changed])) {
        this.redrawRowsSoon();
      }

      this.changed.clear();
    }

    if (needs.marks) {
      this.drawMarks(now);
    }
  }

  private draw(now: number): void {
    clearTimeout(this.restTimer);
    clearTimeout(this.rowsTimer);
    this.rowsTimer = 0;
    this.drawnAt = now;
    this.changed.clear();
    this.canvas.draw(this.viewport.view);
    this.drawMarks(now);
    this.follow();
  }

  private drawMarks(now: number): void {
    const marks = { selected: this.selected, hovered: this.hovered, focused: this.focused };
    if (this.canvas.drawMarks(marks, now)) {
      this.request("marks");
    }
  }

  private move(now: number): void {
    const isCovered = this.canvas.move(this.viewport.view);
    this.pointAtNothing();
    this.follow();
    clearTimeout(this.restTimer);
    if (!isCovered && now - this.drawnAt > redrawWhileMovingMilliseconds) {
      this.draw(now);
    } else {
      this.restTimer = window.setTimeout(() => this.request("full"), restMilliseconds);
    }
  }

  /** A plan that is drawn by rows is redrawn as a whole: not with every seat. */
  private redrawRowsSoon(): void {
    this.rowsTimer ||= window.setTimeout(() => this.request("full"), redrawRowsMilliseconds);
  }

  private follow(): void {
    // Zoomed in, one finger moves the map; otherwise it scrolls the page.
    this.parts.stage.classList.toggle("near", !this.viewport.isFitted);
    this.overview?.follow(this.viewport.view);
    const section = this.sectionInView();
    const words = section ? `Showing ${section}` : "";
    if (this.parts.here.textContent !== words) {
      this.parts.here.textContent = words;
    }
  }

  /** The name of the section in the middle of the screen; empty where the whole is shown, or has one section. */
  private sectionInView(): string {
    if (this.viewport.isFitted || this.plan.sections.length < 2) {
      return "";
    }

    const { width, height, view } = this.viewport;
    const [x, y] = this.viewport.toPlan(width / 2, height / 2);
    const seat = this.plan.index.nearest(x, y, Math.hypot(width, height) / 2 / view.scale);
    return seat < 0 ? "" : this.plan.section(seat);
  }
}
