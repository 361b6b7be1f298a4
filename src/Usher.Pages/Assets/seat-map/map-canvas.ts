import { Backdrop } from "./backdrop";
import { OverlayPainter, type Marks } from "./overlay-painter";
import { unitsPerSeat, type Bounds, type Plan } from "./plan";
import type { Prices } from "./prices";
import { RowPainter } from "./row-painter";
import { SectionLabels } from "./section-labels";
import { SectionNames } from "./section-names";
import { levelOf, SeatPainter, seatsWithin, type Level } from "./seat-painter";
import type { SeatStates } from "./seat-states";
import type { Theme } from "./theme";
import type { View } from "./viewport";

/** How much more than the screen is drawn on each side, so that moving shows what is already drawn. */
const overscan = 0.25;

/** A sharper canvas is not visible, and costs memory by its pixels. */
const pixelRatioMax = 2;

const rowLabelsFromPixels = 10;

/** With more changes at once than this, everything is drawn again. */
const patchesMax = 2000;

/** How far a seat's drawing reaches from its place, in units, whichever way it is turned. */
const seatReach = 7.4;

/** The name of a row may reach into a seat's place from so many times as far. */
const neighboursReach = 10;

/** How often it has drawn everything, moved what was drawn, and patched single seats. */
export interface Paints {
  full: number;
  moved: number;
  patched: number;
}

/** Two canvases one above the other: the plan with its seats, and what changes with the pointer. */
export class MapCanvas {
  readonly seats: SeatPainter;
  readonly overlay: OverlayPainter;
  readonly rows: RowPainter;
  readonly paints: Paints = { full: 0, moved: 0, patched: 0 };
  level: Level = "rows";
  private readonly backdrop: Backdrop;
  private readonly labels: SectionLabels;
  private readonly names: SectionNames;
  private readonly below: CanvasRenderingContext2D;
  private readonly above: CanvasRenderingContext2D;
  private theme!: Theme;
  private drawn: View = { scale: 1, x: 0, y: 0 };
  private width = 0;
  private height = 0;
  private marginX = 0;
  private marginY = 0;
  private ratio = 1;

  constructor(
    private readonly layer: HTMLElement,
    private readonly plan: Plan,
    states: SeatStates,
    prices: Prices,
  ) {
    const [seats, marks] = layer.querySelectorAll("canvas");
    this.below = seats.getContext("2d")!;
    this.above = marks.getContext("2d")!;
    this.backdrop = new Backdrop(plan);
    this.labels = new SectionLabels(plan, states);
    this.names = new SectionNames(plan);
    this.seats = new SeatPainter(plan, states, prices);
    this.rows = new RowPainter(plan, states, prices);
    this.overlay = new OverlayPainter(plan, states, this.seats);
  }

  set isDesk(isDesk: boolean) {
    this.seats.isDesk = this.rows.isDesk = isDesk;
  }

  set colors(theme: Theme) {
    this.theme = this.seats.theme = this.overlay.theme = theme;
  }

  resize(width: number, height: number): void {
    this.width = width;
    this.height = height;
    this.marginX = Math.round(width * overscan);
    this.marginY = Math.round(height * overscan);
    this.ratio = Math.min(pixelRatioMax, devicePixelRatio || 1);
    const [fullWidth, fullHeight] = [width + 2 * this.marginX, height + 2 * this.marginY];
    this.layer.style.left = `${-this.marginX}px`;
    this.layer.style.top = `${-this.marginY}px`;
    for (const { canvas } of [this.below, this.above]) {
      canvas.width = Math.round(fullWidth * this.ratio);
      canvas.height = Math.round(fullHeight * this.ratio);
      canvas.style.width = `${fullWidth}px`;
      canvas.style.height = `${fullHeight}px`;
    }
  }

  /** Draws everything again for this view. */
  draw(view: View): void {
    this.paints.full++;
    this.drawn = view;
    this.layer.style.transform = "";
    const context = this.below;
    const visible = this.visible();
    const seats = seatsWithin(this.plan, visible);
    this.level = levelOf(this.plan, view.scale, seats.length);
    this.paint(context, seats, visible);
    if (this.level === "rows") {
      const { marginX, marginY, ratio } = this;
      context.setTransform(ratio, 0, 0, ratio, ratio * marginX, ratio * marginY);
      this.labels.draw(context, this.theme, view);
    }
  }

  /** Shows the view by moving what is drawn; false where that leaves part of the screen empty. */
  move(view: View): boolean {
    this.paints.moved++;
    const { drawn, marginX, marginY, width, height } = this;
    const grown = view.scale / drawn.scale;
    const x = view.x + marginX - grown * (drawn.x + marginX);
    const y = view.y + marginY - grown * (drawn.y + marginY);
    this.layer.style.transform = `translate(${x}px, ${y}px) scale(${grown})`;
    const [left, top] = [x - marginX, y - marginY];
    return left <= 0 && top <= 0
      && left + (width + 2 * marginX) * grown >= width && top + (height + 2 * marginY) * grown >= height;
  }

  /**
   * Draws seats that have changed where they lie; false where everything has to be drawn. Their places, whole pixels of
   * the screen, are painted anew with all that lies in them: nothing is left of the old, and nothing of others is lost.
   */
  patch(seats: number[]): boolean {
    if (this.level === "rows" || seats.length > patchesMax) {
      return false;
    }

    const { below: context, plan, drawn, ratio } = this;
    const reach = seatReach * plan.unit;
    const beyond = reach * neighboursReach;
    const near = new Set<number>();
    const around: Bounds = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    for (const seat of seats) {
      const [x, y] = [plan.x[seat], plan.y[seat]];
      const left = Math.floor(ratio * (drawn.x + this.marginX + (x - reach) * drawn.scale));
      const top = Math.floor(ratio * (drawn.y + this.marginY + (y - reach) * drawn.scale));
      const size = Math.ceil(2 * ratio * reach * drawn.scale) + 1;
      context.rect(left, top, size, size);
      plan.index.within(x - 2 * reach, y - 2 * reach, x + 2 * reach, y + 2 * reach, (other) => near.add(other));
      around.left = Math.min(around.left, x - beyond);
      around.top = Math.min(around.top, y - beyond);
      around.right = Math.max(around.right, x + beyond);
      around.bottom = Math.max(around.bottom, y + beyond);
      this.paints.patched++;
    }

    context.clip();
    this.paint(context, [...near], around);
    context.restore();
    return true;
  }

  /** Paints what lies in a part of the plan, the parts below first. */
  private paint(context: CanvasRenderingContext2D, seats: number[], within: Bounds): void {
    this.clear(context);
    this.backdrop.draw(context, this.theme, within);
    if (this.level === "rows") {
      this.rows.draw(context, this.theme, this.seats.onlyCategory);
    } else if (this.level === "squares") {
      this.seats.drawSquares(context, seats);
    } else {
      // In one order, whatever is painted anew: edges of neighbours may touch.
      for (const seat of seats.sort((a, b) => a - b)) {
        this.seats.drawShape(context, seat, this.pixels);
      }
    }

    this.backdrop.drawWords(context, this.theme, this.drawn);
    if (this.pixels > rowLabelsFromPixels) {
      this.backdrop.drawRowLabels(context, this.theme, this.drawn, within);
    }

    if (this.level !== "rows") {
      // All of them: a name may reach into a part that its middle is not in.
      this.names.draw(context, this.theme, this.drawn, this.visible());
    }
  }

  /** Whether it must be drawn again, because something moves. */
  drawMarks(marks: Marks, now: number): boolean {
    this.clear(this.above);
    return this.overlay.draw(this.above, marks, this.drawn.scale, now);
  }

  /** How large a seat was drawn. */
  private get pixels(): number {
    return this.plan.unit * unitsPerSeat * this.drawn.scale;
  }

  private clear(context: CanvasRenderingContext2D): void {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    this.place(context);
  }

  /** From here on the context draws in coordinates of the plan. */
  private place(context: CanvasRenderingContext2D): void {
    const { ratio, drawn, marginX, marginY } = this;
    const scale = ratio * drawn.scale;
    context.setTransform(scale, 0, 0, scale, ratio * (drawn.x + marginX), ratio * (drawn.y + marginY));
  }

  private visible(): Bounds {
    const { drawn, marginX, marginY, width, height, plan } = this;
    const reach = plan.unit * 12;
    return {
      left: (-marginX - drawn.x) / drawn.scale - reach,
      top: (-marginY - drawn.y) / drawn.scale - reach,
      right: (width + marginX - drawn.x) / drawn.scale + reach,
      bottom: (height + marginY - drawn.y) / drawn.scale + reach,
    };
  }
}
