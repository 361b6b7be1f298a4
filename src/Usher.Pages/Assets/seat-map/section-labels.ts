import { leftWords } from "./nouns";
import type { Plan } from "./plan";
import type { SeatStates } from "./seat-states";
import type { Theme } from "./theme";
import type { View } from "./viewport";

const letterPixels = 12;
const labelHeight = 20;
const labelPadding = 4;
const labelGapPixels = 1;

/** Words in the middle of a section, half as wide as said. */
export interface SectionLabel {
  words: string;
  x: number;
  y: number;
  half: number;
}

interface Arranged extends SectionLabel {
  section: number;
  /** What it says where there is more room. */
  more: string;
}

/** What each section of a plan too large to show seats is called, and what it has left. */
export class SectionLabels {
  private readonly centres: { x: number; y: number }[];

  constructor(private readonly plan: Plan, private readonly states: SeatStates) {
    this.centres = plan.sections.map((_, section) => this.centreOf(section));
  }

  /** The context draws in pixels of the screen. */
  draw(context: CanvasRenderingContext2D, theme: Theme, view: View): void {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.font = `600 ${letterPixels}px ${theme.font}`;
    for (const { words, x, y, half } of this.arrange(view, (text) => context.measureText(text).width)) {
      context.fillStyle = theme.color.house;
      context.beginPath();
      context.roundRect(x - half, y - labelHeight / 2, 2 * half, labelHeight, labelHeight / 2);
      context.fill();
      context.fillStyle = theme.color.ink;
      context.fillText(words, x, y + 0.5);
    }
  }

  /**
   * The labels there is room for: names first, larger sections first. A name is followed by what is left if that
   * reaches over no other label, and over no seat of another section: it would be read as that one's.
   */
  arrange(view: View, widthOf: (words: string) => number): SectionLabel[] {
    const halfOf = (words: string): number => widthOf(words) / 2 + labelPadding;
    const labels: Arranged[] = [];
    const sections = this.plan.sections.map((_, i) => i)
      .sort((a, b) => this.states.totalOf[b] - this.states.totalOf[a]);
    for (const section of sections) {
      const left = leftWords(this.states.leftOf(section));
      const name = this.plan.sections[section];
      const words = name || left;
      const x = this.centres[section].x * view.scale + view.x;
      const y = this.centres[section].y * view.scale + view.y;
      const label = { section, words, x, y, half: halfOf(words), more: name && left && `${name} · ${left}` };
      if (words && !Number.isNaN(x) && !labels.some((other) => isCrowding(label, other))) {
        labels.push(label);
      }
    }

    for (const label of labels.filter(({ more }) => more)) {
      const wide = { ...label, words: label.more, half: halfOf(label.more) };
      if (!labels.some((other) => other !== label && isCrowding(wide, other)) && !this.coversOthers(wide, view)) {
        Object.assign(label, wide);
      }
    }

    return labels;
  }

  private coversOthers({ section, x, y, half }: Arranged, view: View): boolean {
    const { plan } = this;
    const [left, right] = [(x - half - view.x) / view.scale, (x + half - view.x) / view.scale];
    const [top, bottom] = [(y - labelHeight / 2 - view.y) / view.scale, (y + labelHeight / 2 - view.y) / view.scale];
    let isCovering = false;
    plan.index.within(left, top, right, bottom, (seat) => {
      isCovering ||= plan.row(seat).section !== section
        && plan.x[seat] > left && plan.x[seat] < right && plan.y[seat] > top && plan.y[seat] < bottom;
    });
    return isCovering;
  }

  /** The middle seat of the section: a mean of places may lie outside a bent section. */
  private centreOf(section: number): { x: number; y: number } {
    const rows = this.plan.rows.filter((row) => row.section === section);
    const row = rows[rows.length >> 1];
    const seat = row ? row.first + (row.count >> 1) : -1;
    return { x: this.plan.x[seat], y: this.plan.y[seat] };
  }
}

const isCrowding = (one: SectionLabel, other: SectionLabel): boolean =>
  Math.abs(one.x - other.x) < one.half + other.half + labelGapPixels
  && Math.abs(one.y - other.y) < labelHeight + labelGapPixels;
