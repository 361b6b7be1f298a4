import { unitsPerSeat, type Plan } from "./plan";
import type { SeatPainter } from "./seat-painter";
import { circle, seatPath, tickPath, wheelchairRadius } from "./seat-shapes";
import type { SeatStates } from "./seat-states";
import type { Theme } from "./theme";

/** How long a ring shows that a seat was just taken: growing, or still with reduced motion. */
const flashMilliseconds = 1400;
const stillFlashMilliseconds = 3000;

/** A chosen seat is never drawn smaller than this, however small the plan. */
const litPixelsMin = 9;

export interface Marks {
  selected: readonly number[];
  hovered: number;
  focused: number;
}

/** Draws what changes with the user: chosen seats, the one pointed at or focused, seats just taken. */
export class OverlayPainter {
  theme!: Theme;
  private flashes: { seat: number; since: number }[] = [];

  constructor(
    private readonly plan: Plan,
    private readonly states: SeatStates,
    private readonly seats: SeatPainter,
  ) {}

  flash(seats: number[], now: number): void {
    this.flashes.push(...seats.map((seat) => ({ seat, since: now })));
  }

  /** Whether it must be drawn again, because something moves. */
  draw(context: CanvasRenderingContext2D, marks: Marks, scale: number, now: number): boolean {
    const pixels = this.plan.unit * unitsPerSeat * scale;
    // At the desk yellow shows that a buyer holds the seat.
    for (const seat of this.seats.isDesk ? marks.selected : []) {
      this.drawRing(context, seat, scale);
    }

    for (const seat of this.seats.isDesk ? [] : marks.selected) {
      this.drawHalo(context, seat, pixels);
    }

    for (const seat of this.seats.isDesk ? [] : marks.selected) {
      this.drawLit(context, seat, pixels, seat === marks.hovered ? 1.15 : 1.04);
    }

    const { hovered, focused } = marks;
    if (hovered >= 0 && this.seats.isDesk) {
      this.drawRing(context, hovered, scale);
    } else if (hovered >= 0 && !marks.selected.includes(hovered) && this.states.isAvailable(hovered)) {
      const enlarged = Math.max(1.25, litPixelsMin / pixels);
      this.seats.drawShape(context, hovered, pixels, enlarged, this.theme.color.ink);
    }

    if (focused >= 0) {
      this.drawFocus(context, focused, scale);
    }

    return this.drawFlashes(context, scale, now);
  }

  private drawRing(context: CanvasRenderingContext2D, seat: number, scale: number): void {
    context.save();
    context.translate(this.plan.x[seat], this.plan.y[seat]);
    context.lineWidth = Math.max(this.plan.unit * 0.9, 2 / scale);
    context.strokeStyle = this.theme.color.ink;
    circle(context, Math.max(this.plan.unit * 5.6, 6 / scale));
    context.stroke();
    context.restore();
  }

  private drawHalo(context: CanvasRenderingContext2D, seat: number, pixels: number): void {
    context.save();
    this.seats.place(context, seat, Math.max(1, litPixelsMin / pixels));
    // What shows below the seat when it is free must not show below the chosen one.
    context.fillStyle = this.theme.color.floor;
    context.fillRect(-4.8, -4.5, 9.6, 10.4);
    context.shadowColor = this.theme.color.torch;
    context.shadowBlur = Math.min(30, pixels * 1.2) * devicePixelRatio;
    context.fillStyle = this.theme.color.torch;
    context.fill(seatPath);
    context.restore();
  }

  private drawLit(context: CanvasRenderingContext2D, seat: number, pixels: number, enlarged: number): void {
    const { color } = this.theme;
    context.save();
    context.lineJoin = context.lineCap = "round";
    this.seats.place(context, seat, Math.max(enlarged, litPixelsMin / pixels));
    context.fillStyle = color.torch;
    context.strokeStyle = color["torch-edge"];
    context.lineWidth = 0.9;
    if (this.plan.is(seat, "WHEELCHAIR")) {
      circle(context, wheelchairRadius);
      context.fill();
      context.stroke();
    } else {
      context.fill(seatPath);
      context.stroke(seatPath);
    }

    context.rotate(-this.plan.angle[seat]);
    context.strokeStyle = color["on-torch"];
    context.lineWidth = 1.15;
    context.stroke(tickPath);
    context.restore();
  }

  private drawFocus(context: CanvasRenderingContext2D, seat: number, scale: number): void {
    context.save();
    context.translate(this.plan.x[seat], this.plan.y[seat]);
    const radius = Math.max(this.plan.unit * 6.3, 12 / scale);
    const line = Math.max(this.plan.unit * 1.3, 2.5 / scale);
    context.lineWidth = line;
    context.strokeStyle = this.theme.color.torch;
    circle(context, radius);
    context.stroke();
    context.strokeStyle = this.theme.color.focus;
    circle(context, radius + line);
    context.stroke();
    context.restore();
  }

  private drawFlashes(context: CanvasRenderingContext2D, scale: number, now: number): boolean {
    const isStill = this.theme.isStill;
    const length = isStill ? stillFlashMilliseconds : flashMilliseconds;
    this.flashes = this.flashes.filter((flash) => now - flash.since < length);
    for (const { seat, since } of this.flashes) {
      const progress = isStill ? 0.3 : (now - since) / length;
      context.save();
      context.translate(this.plan.x[seat], this.plan.y[seat]);
      context.globalAlpha = isStill ? 1 : 1 - progress;
      context.lineWidth = Math.max(this.plan.unit * 1.6, 1.5 / scale);
      context.strokeStyle = this.theme.color["seat-taken"];
      circle(context, Math.max(this.plan.unit, 0.6 / scale) * (4 + 7 * progress));
      context.stroke();
      context.restore();
    }

    return this.flashes.length > 0;
  }
}
