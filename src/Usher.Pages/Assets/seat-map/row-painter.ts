import { stripOf } from "./backdrop";
import type { Plan } from "./plan";
import type { Prices } from "./prices";
import { available, unknown, type SeatStates } from "./seat-states";
import type { Theme } from "./theme";

interface Run {
  first: number;
  end: number;
  category: number;
  path: Path2D;
}

/** How strongly a row is drawn, by how much of it is free: in this many steps, so that one stroke draws many rows. */
const shades = 6;
const shadeMin = 0.14;

/** Draws a plan too large to show seats: its rows, strong where much is free. */
export class RowPainter {
  private readonly runs: Run[] = [];
  /** Whether it is at the desk: then rows are strong where much is taken. */
  isDesk = false;

  constructor(
    private readonly plan: Plan,
    private readonly states: SeatStates,
    private readonly prices: Prices,
  ) {
    for (const row of plan.rows) {
      for (const [first, end] of row.runs) {
        this.split(first, end);
      }
    }
  }

  /** The context draws in coordinates of the plan. */
  draw(context: CanvasRenderingContext2D, theme: Theme, onlyCategory: number): void {
    const shaded = new Map<number, Path2D>();
    const marked = new Map<number, Path2D>();
    const unsure = new Path2D();
    for (const run of this.runs) {
      if (this.states.state[run.first] === unknown) {
        unsure.addPath(run.path);
        continue;
      }

      let free = 0;
      for (let i = run.first; i < run.end; i++) {
        free += Number((this.states.state[i] === available) !== this.isDesk);
      }

      const isDimmed = onlyCategory >= 0 && run.category !== onlyCategory;
      const shade = isDimmed ? 0 : Math.ceil((free / (run.end - run.first)) * shades);
      const key = this.prices.colorOf[run.category] * (shades + 1) + shade;
      let path = shaded.get(key);
      if (!path) {
        shaded.set(key, (path = new Path2D()));
      }

      path.addPath(run.path);
      const mark = this.isDesk ? 0 : this.prices.markOf[run.category];
      if (mark && free > 0 && !isDimmed) {
        marked.set(mark, marked.get(mark) ?? new Path2D());
        marked.get(mark)!.addPath(run.path);
      }
    }

    context.lineCap = "butt";
    context.lineWidth = this.plan.pitch * 0.86;
    for (const [key, path] of shaded) {
      context.strokeStyle = this.isDesk
        ? theme.color["chart-1"]
        : theme.categories[Math.floor(key / (shades + 1))];
      context.globalAlpha = shadeMin + (1 - shadeMin) * ((key % (shades + 1)) / shades);
      context.stroke(path);
    }

    context.globalAlpha = 1;
    this.drawLines(context, theme, marked, unsure);
  }

  /** Thin lines: along rows whose colour another price has too, dashed by their mark, and for rows not known yet. */
  private drawLines(
    context: CanvasRenderingContext2D, theme: Theme, marked: Map<number, Path2D>, unsure: Path2D): void {
    context.lineWidth = this.plan.pitch * 0.26;
    context.strokeStyle = theme.color.floor;
    for (const [mark, path] of marked) {
      context.setLineDash(mark === 1 ? [] : [this.plan.unit * 5 * mark, this.plan.unit * 10]);
      context.stroke(path);
    }

    context.strokeStyle = theme.color["seat-held"];
    context.setLineDash([this.plan.unit * 6, this.plan.unit * 8]);
    context.stroke(unsure);
    context.setLineDash([]);
  }

  private split(first: number, end: number): void {
    let from = first;
    for (let i = first + 1; i <= end; i++) {
      const category = this.plan.categoryOf[from];
      if (i === end || this.plan.categoryOf[i] !== category) {
        this.runs.push({ first: from, end: i, category, path: stripOf(this.plan, from, i) });
        from = i;
      }
    }
  }
}
