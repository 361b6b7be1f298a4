import { stripOf } from "./backdrop";
import { leftWords } from "./nouns";
import type { Plan } from "./plan";
import type { Prices } from "./prices";
import { available, unknown, type SeatStates } from "./seat-states";
import type { Theme } from "./theme";
import type { View } from "./viewport";

interface Run {
  first: number;
  end: number;
  category: number;
  path: Path2D;
}

/** How strongly a row is drawn, by how much of it is free: in this many steps, so that one stroke draws many rows. */
const shades = 6;
const shadeMin = 0.14;

const labelPixels = 12;
const labelHeight = 20;
const labelPadding = 4;
const labelGapPixels = 1;

/** Words in the middle of a section, half as wide as said, and what they say where there is more room. */
interface Label {
  words: string;
  x: number;
  y: number;
  half: number;
  more: string;
}

function labelAt(context: CanvasRenderingContext2D, words: string, x: number, y: number): Label {
  return { words, x, y, half: context.measureText(words).width / 2 + labelPadding, more: "" };
}

const isCrowding = (one: Label, other: Label): boolean =>
  Math.abs(one.x - other.x) < one.half + other.half + labelGapPixels
  && Math.abs(one.y - other.y) < labelHeight + labelGapPixels;

/** Draws a plan too large to show seats: its rows, strong where much is free, and how much each section has left. */
export class RowPainter {
  private readonly runs: Run[] = [];
  private readonly centres: { x: number; y: number }[];
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

    this.centres = plan.sections.map((_, section) => this.centreOf(section));
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

  /** What each section is called and what it has left, as far as there is room: names first, larger sections first. */
  drawLabels(context: CanvasRenderingContext2D, theme: Theme, view: View): void {
    const labels: Label[] = [];
    const sections = this.plan.sections.map((_, i) => i)
      .sort((a, b) => this.states.totalOf[b] - this.states.totalOf[a]);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `600 ${labelPixels}px ${theme.font}`;
    for (const section of sections) {
      const left = leftWords(this.states.leftOf(section));
      const name = this.plan.sections[section];
      if (!name && !left) {
        continue;
      }

      const x = this.centres[section].x * view.scale + view.x;
      const y = this.centres[section].y * view.scale + view.y;
      const label = labelAt(context, name || left, x, y);
      if (!Number.isNaN(x) && !labels.some((other) => isCrowding(label, other))) {
        labels.push({ ...label, more: name && left && `${name} · ${left}` });
      }
    }

    for (const [at, label] of labels.entries()) {
      const wide = labelAt(context, label.more, label.x, label.y);
      if (label.more && !labels.some((other) => other !== label && isCrowding(wide, other))) {
        labels[at] = wide;
      }
    }

    for (const { words, x, y, half } of labels) {
      context.fillStyle = theme.color.house;
      context.beginPath();
      context.roundRect(x - half, y - labelHeight / 2, 2 * half, labelHeight, labelHeight / 2);
      context.fill();
      context.fillStyle = theme.color.ink;
      context.fillText(words, x, y + 0.5);
    }
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

  /** The middle seat of the section: a mean of places may lie outside a bent section. */
  private centreOf(section: number): { x: number; y: number } {
    const rows = this.plan.rows.filter((row) => row.section === section);
    const row = rows[rows.length >> 1];
    const seat = row ? row.first + (row.count >> 1) : -1;
    return { x: this.plan.x[seat], y: this.plan.y[seat] };
  }
}
