import { unitsPerSeat, type Bounds, type Plan } from "./plan";
import type { Prices } from "./prices";
import { available, held, blocked, sold, unknown, type SeatStates } from "./seat-states";
import {
  backPath, circle, drawCross, drawWheelchair, markPath, markWidth, seatPath, unknownPath, wheelchairRadius,
} from "./seat-shapes";
import type { Theme } from "./theme";

/** Below so many pixels a seat is part of its row, above it is a square, or its own shape. */
export const squareFrom = 4;
export const shapeFrom = 12;

/** So few seats are drawn with their shape even where they are small. */
const shapesMax = 2000;

/** How large the square of a state is, in units: what is free is full for buyers, what is taken for the organiser. */
const squares = [5.2, 7.6, 4.4, 3.2, 3.2];
const deskSquares = [5.2, 3.2, 7.2, 7.6, 4.4];

/** What is not known yet is a dash instead, so high. */
const unknownHeight = 1.3;

/** The strokes of a mark as rectangles, one for each bit, in units. */
const markRectangles = [[-2.4, -3.3, 4.8, 1.4], [-3.3, -2.2, 1.4, 4.4], [1.9, -2.2, 1.4, 4.4], [-2.4, 1.9, 4.8, 1.4],
  [-0.7, -0.7, 1.4, 1.4]];

/** Seats with marks at their sides have less room for a number. */
const numberBesideMarks = 0.8;

const backFrom = 24;
const numberFrom = 21;
const dimmedAlpha = 0.16;

export type Level = "rows" | "squares" | "shapes";

export function levelOf(plan: Plan, scale: number, visibleSeats: number): Level {
  const pixels = plan.unit * unitsPerSeat * scale;
  if (pixels < squareFrom) {
    return "rows";
  }

  return pixels >= shapeFrom || visibleSeats <= shapesMax ? "shapes" : "squares";
}

/** Draws seats by their status; chosen seats and the pointer are drawn elsewhere, above them. */
export class SeatPainter {
  theme!: Theme;
  /** The category shown alone; the others are dimmed. */
  onlyCategory = -1;
  /** Whether it is at the desk: then taken seats are full, in one colour, and free ones small. */
  isDesk = false;

  constructor(
    private readonly plan: Plan,
    private readonly states: SeatStates,
    private readonly prices: Prices,
  ) {}

  /** Draws seats as squares, one fill a colour: what is free is full, what is not is smaller. */
  drawSquares(context: CanvasRenderingContext2D, seats: Iterable<number>): void {
    const { plan, states, prices } = this;
    const paths = new Map<number, Path2D>();
    const marks = new Map<number, Path2D>();
    const sizes = (this.isDesk ? deskSquares : squares).map((size) => size * plan.unit);
    for (const seat of seats) {
      const state = states.state[seat];
      const isDimmed = this.isDimmed(seat);
      const isPriced = state === available && !this.isDesk;
      const key = isPriced ? 16 + prices.colorOf[plan.categoryOf[seat]] * 2 + Number(isDimmed) : state;
      let path = paths.get(key);
      if (!path) {
        paths.set(key, (path = new Path2D()));
      }

      const size = sizes[state];
      const height = state === unknown ? unknownHeight * plan.unit : size;
      path.rect(plan.x[seat] - size / 2, plan.y[seat] - height / 2, size, height);
      if (isPriced && !isDimmed) {
        this.addMark(marks, seat);
      }
    }

    for (const [key, path] of paths) {
      context.fillStyle = key >= 16
        ? this.theme.categories[(key - 16) >> 1]
        : this.colorOf(key);
      context.globalAlpha = key >= 16 && key % 2 === 1 ? dimmedAlpha : 1;
      context.fill(path);
    }

    context.globalAlpha = 1;
    for (const [color, path] of marks) {
      context.fillStyle = this.theme.onCategories[color];
      context.fill(path);
    }
  }

  private addMark(marks: Map<number, Path2D>, seat: number): void {
    const { plan, prices } = this;
    const mark = prices.markOf[plan.categoryOf[seat]];
    if (mark === 0) {
      return;
    }

    const color = prices.colorOf[plan.categoryOf[seat]];
    markRectangles.forEach(([x, y, width, height], bit) => {
      if ((mark >> bit) & 1) {
        marks.set(color, marks.get(color) ?? new Path2D());
        marks.get(color)!.rect(
          plan.x[seat] + x * plan.unit, plan.y[seat] + y * plan.unit, width * plan.unit, height * plan.unit);
      }
    });
  }

  /** Draws a seat with its shape. */
  drawShape(context: CanvasRenderingContext2D, seat: number, pixels: number, enlarged = 1, edge?: string): void {
    const { theme } = this;
    context.save();
    this.place(context, seat, enlarged);
    if (this.isDesk) {
      this.drawForDesk(context, seat, pixels);
      context.restore();
      return;
    }

    switch (this.states.state[seat]) {
      case available:
        context.globalAlpha = this.isDimmed(seat) ? dimmedAlpha : 1;
        this.drawFree(context, seat, pixels, edge);
        break;
      case held:
        context.strokeStyle = theme.color["seat-held"];
        context.lineWidth = 1.2;
        circle(context, 2.5);
        context.stroke();
        break;
      case blocked:
        context.strokeStyle = theme.color["seat-sold"];
        context.lineWidth = 1.2;
        drawCross(context, 2);
        break;
      case sold:
        context.fillStyle = theme.color["seat-sold"];
        circle(context, 1.7);
        context.fill();
        break;
      case unknown:
        this.drawUnknown(context);
        break;
    }

    context.restore();
  }

  /** From here on the context draws a seat in units, its front up. */
  place(context: CanvasRenderingContext2D, seat: number, enlarged: number): void {
    const { plan } = this;
    context.translate(plan.x[seat], plan.y[seat]);
    context.rotate(plan.angle[seat]);
    context.scale(plan.unit * enlarged, plan.unit * enlarged);
  }

  private colorOf(state: number): string {
    const { color } = this.theme;
    return this.isDesk
      ? color[state === sold ? "chart-1" : state === held ? "torch" : state === blocked ? "ink-2" : "seat-held"]
      : color[state === held || state === unknown ? "seat-held" : "seat-sold"];
  }

  private drawForDesk(context: CanvasRenderingContext2D, seat: number, pixels: number): void {
    const { color } = this.theme;
    const state = this.states.state[seat];
    context.fillStyle = context.strokeStyle = this.colorOf(state);
    if (state === blocked) {
      context.lineWidth = 1.4;
      drawCross(context, 2.4);
    } else if (state === sold || state === held) {
      context.fill(seatPath);
      this.outline(context, state === held ? color["torch-edge"] : undefined, seatPath);
      if (pixels > numberFrom) {
        context.fillStyle = color[state === sold ? "on-action" : "on-torch"];
        this.drawNumber(context, seat, 1);
      }
    } else if (state === unknown) {
      this.drawUnknown(context);
    } else {
      circle(context, 1.7);
      context.fill();
    }
  }

  private drawUnknown(context: CanvasRenderingContext2D): void {
    context.strokeStyle = this.theme.color["seat-held"];
    context.lineWidth = unknownHeight;
    context.stroke(unknownPath);
  }

  private drawMark(context: CanvasRenderingContext2D, category: number): void {
    if (this.prices.markOf[category]) {
      context.lineWidth = markWidth;
      context.strokeStyle = this.theme.onCategories[this.prices.colorOf[category]];
      context.stroke(markPath(this.prices.markOf[category]));
    }
  }

  private drawFree(context: CanvasRenderingContext2D, seat: number, pixels: number, edge?: string): void {
    const { plan, theme } = this;
    const color = this.prices.colorOf[plan.categoryOf[seat]];
    context.fillStyle = context.strokeStyle = theme.categories[color];
    if (plan.is(seat, "WHEELCHAIR")) {
      circle(context, wheelchairRadius);
      context.fill();
      this.outline(context, edge);
      this.drawMark(context, plan.categoryOf[seat]);
      context.rotate(-plan.angle[seat]);
      drawWheelchair(context, theme.onCategories[color]);
      return;
    }

    context.fill(seatPath);
    if (pixels > backFrom) {
      context.lineWidth = 0.9;
      context.stroke(backPath);
    }

    this.outline(context, edge, seatPath);
    this.drawMark(context, plan.categoryOf[seat]);
    context.fillStyle = theme.onCategories[color];
    if (plan.is(seat, "COMPANION")) {
      circle(context, 1.5);
      context.fill();
    } else if (pixels > numberFrom) {
      this.drawNumber(context, seat, this.prices.markOf[plan.categoryOf[seat]] ? numberBesideMarks : 1);
    }
  }

  private drawNumber(context: CanvasRenderingContext2D, seat: number, room: number): void {
    context.rotate(-this.plan.angle[seat]);
    context.textAlign = "center";
    context.textBaseline = "middle";
    const number = this.plan.number(seat);
    // Three digits fill a seat; a longer name, a time of day say, is written smaller.
    context.font = `600 ${3.8 * room * Math.min(1, 3 / number.length)}px ${this.theme.font}`;
    context.fillText(number, 0, 0.2);
  }

  private outline(context: CanvasRenderingContext2D, edge: string | undefined, path?: Path2D): void {
    if (edge) {
      context.strokeStyle = edge;
      context.lineWidth = 1.1;
      if (path) {
        context.stroke(path);
      } else {
        context.stroke();
      }
    }
  }

  private isDimmed(seat: number): boolean {
    return this.onlyCategory >= 0 && this.plan.categoryOf[seat] !== this.onlyCategory;
  }
}

/** The seats of a rectangle of the plan. */
export function seatsWithin(plan: Plan, { left, top, right, bottom }: Bounds): number[] {
  const seats: number[] = [];
  plan.index.within(left, top, right, bottom, (seat) => seats.push(seat));
  return seats;
}
