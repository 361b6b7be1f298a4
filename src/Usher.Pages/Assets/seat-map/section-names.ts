import { unitsPerSeat, type Bounds, type Plan } from "./plan";
import type { Theme } from "./theme";
import type { View } from "./viewport";

/** A name stands before its section by so many pitches of rows. */
const beforePitches = 1.05;

/** So many units around a name no seat may stand. */
const clearUnits = 5;

const lettersMin = 11;
const lettersMax = 15;
const lettersPerSeat = 0.8;

interface Place {
  name: string;
  x: number;
  y: number;
}

/**
 * The names of sections where seats are drawn one by one: before the row that is nearest to the focal point, where no
 * seat is. One section needs no name, nor does one whose name the plan has as a text. Of two that would lie on each
 * other the first is drawn.
 */
export class SectionNames {
  private readonly places: Place[] = [];

  constructor(private readonly plan: Plan) {
    const told = new Set(plan.areas.map((area) => area.text ?? area.label));
    const fronts = plan.sections.length > 1 ? frontRows(plan) : [];
    fronts.forEach((row, section) => {
      const name = plan.sections[section];
      const place = row < 0 || !name || told.has(name) ? null : placeBefore(plan, row);
      if (place) {
        this.places.push({ name, ...place });
      }
    });
  }

  /** The context draws in coordinates of the plan. */
  draw(context: CanvasRenderingContext2D, theme: Theme, view: View, visible: Bounds): void {
    const seatPixels = this.plan.unit * unitsPerSeat * view.scale;
    const size = Math.max(lettersMin, Math.min(lettersMax, seatPixels * lettersPerSeat)) / view.scale;
    context.font = `600 ${size}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = theme.color["ink-2"];
    const drawn: { x: number; y: number; half: number }[] = [];
    for (const { name, x, y } of this.places) {
      const half = context.measureText(name).width / 2;
      const isCrowding = drawn.some(
        (other) => Math.abs(x - other.x) < half + other.half && Math.abs(y - other.y) < size);
      if (!isCrowding && x > visible.left && x < visible.right && y > visible.top && y < visible.bottom) {
        context.fillText(name, x, y);
        drawn.push({ x, y, half });
      }
    }
  }
}

/** By section, the index of the row whose middle is nearest to the focal point. */
function frontRows(plan: Plan): number[] {
  const fronts = plan.sections.map(() => -1);
  const distances = plan.sections.map(() => Infinity);
  plan.rows.forEach(({ section, first, count }, at) => {
    const middle = first + (count >> 1);
    const distance = Math.hypot(plan.x[middle] - plan.focus.x, plan.y[middle] - plan.focus.y);
    if (distance < distances[section]) {
      distances[section] = distance;
      fronts[section] = at;
    }
  });
  return fronts;
}

/** Before the middle of the row; null where a seat stands there. */
function placeBefore(plan: Plan, row: number): { x: number; y: number } | null {
  const { first, count, isLine } = plan.rows[row];
  const left = first + ((count - 1) >> 1);
  const right = first + (count >> 1);
  const angle = isLine
    ? plan.angle[left] : Math.atan2(plan.focus.x - plan.x[left], plan.y[left] - plan.focus.y);
  const distance = plan.pitch * beforePitches;
  const x = (plan.x[left] + plan.x[right]) / 2 + Math.sin(angle) * distance;
  const y = (plan.y[left] + plan.y[right]) / 2 - Math.cos(angle) * distance;
  return plan.index.nearest(x, y, plan.unit * clearUnits) < 0 ? { x, y } : null;
}
