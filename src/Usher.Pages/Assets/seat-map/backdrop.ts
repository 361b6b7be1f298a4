import { unitsPerSeat, type Bounds, type Plan } from "./plan";
import type { Theme } from "./theme";
import type { View } from "./viewport";
import type { WireArea } from "./wire";

/** Strips of floor are drawn through every so manieth seat: rows bend slowly. */
const strideMax = 4;

/** With larger seats every aisle names its rows; with smaller ones, and many sections, only a row's beginning. */
const nearPixels = 19;
const sectionsWithRoom = 8;

/** How far the floor reaches beyond the seats that stand on it, in pitches of rows; half of it meets the next row's. */
const groundReach = 0.5;
const groundRounding = 0.2;

const halfSeatUnits = 4;

/** What is drawn below the seats: the floor, the stage and other shapes, texts and the names of rows. */
export class Backdrop {
  /** One path per section, so that those out of sight cost nothing. */
  private readonly floors: (Bounds & { path: Path2D })[] = [];

  constructor(private readonly plan: Plan) {
    const reach = plan.pitch;
    plan.sections.forEach((_, section) => {
      const floor = { path: new Path2D(), left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
      for (const row of plan.rows) {
        if (row.section !== section) {
          continue;
        }

        // Where a row is no line there is no floor along it.
        for (const [first, end] of row.isLine ? row.runs : []) {
          floor.path.addPath(ground(plan, first, end));
        }

        for (let i = row.first; i < row.first + row.count; i++) {
          floor.left = Math.min(floor.left, plan.x[i] - reach);
          floor.top = Math.min(floor.top, plan.y[i] - reach);
          floor.right = Math.max(floor.right, plan.x[i] + reach);
          floor.bottom = Math.max(floor.bottom, plan.y[i] + reach);
        }
      }

      this.floors.push(floor);
    });
  }

  /** Floor and shapes; the context draws in coordinates of the plan. */
  draw(context: CanvasRenderingContext2D, theme: Theme, visible: Bounds): void {
    context.lineJoin = context.lineCap = "round";
    for (const area of this.plan.areas) {
      this.drawShape(context, area, theme);
    }

    context.strokeStyle = context.fillStyle = theme.color.floor;
    context.lineWidth = this.plan.pitch * groundRounding * 2;
    for (const floor of this.floors) {
      const isSeen = floor.left < visible.right && floor.right > visible.left
        && floor.top < visible.bottom && floor.bottom > visible.top;
      if (isSeen) {
        context.fill(floor.path);
        context.stroke(floor.path);
      }
    }
  }

  drawWords(context: CanvasRenderingContext2D, theme: Theme, view: View): void {
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const area of this.plan.areas) {
      const word = area.shape === "text" ? area.text : area.label;
      const place = placeOf(area);
      if (word && place) {
        const size = Math.max(11, Math.min(16, this.plan.unit * 9 * view.scale)) / view.scale;
        context.fillStyle = theme.color["ink-2"];
        context.font = `600 ${size}px ${theme.font}`;
        context.fillText(word, place[0], place[1]);
      }
    }
  }

  /** The names of the rows at both their ends, and in their aisles where there is room. */
  drawRowLabels(
    context: CanvasRenderingContext2D, theme: Theme, view: View,
    visible: Bounds): void {
    const { plan } = this;
    const unit = plan.unit;
    context.fillStyle = theme.color["ink-3"];
    context.font = `500 ${Math.min(unit * 6, 13 / view.scale)}px ${theme.font}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const isNear = unit * unitsPerSeat * view.scale > nearPixels;
    const hasRoom = isNear || plan.sections.length <= sectionsWithRoom;
    for (const row of plan.rows) {
      if (!row.label) {
        continue;
      }

      const last = row.runs.length - 1;
      row.runs.forEach(([first, end], at) => {
        if (at === 0 || isNear) {
          this.drawBeside(context, row.label!, first, Math.min(first + 1, end - 1), visible);
        }

        if (at === last && hasRoom) {
          this.drawBeside(context, row.label!, end - 1, Math.max(first, end - 2), visible);
        }
      });
    }
  }

  private drawBeside(
    context: CanvasRenderingContext2D, label: string, seat: number, inner: number,
    visible: Bounds): void {
    const { plan } = this;
    const [x, y] = [plan.x[seat], plan.y[seat]];
    if (x < visible.left || x > visible.right || y < visible.top || y > visible.bottom) {
      return;
    }

    let [awayX, awayY] = [x - plan.x[inner], y - plan.y[inner]];
    if (seat === inner) {
      [awayX, awayY] = [-Math.cos(plan.angle[seat]), -Math.sin(plan.angle[seat])];
    }

    const length = Math.hypot(awayX, awayY) || 1;
    const distance = plan.unit * 9 + plan.labelExcess(label) / 2;
    context.fillText(label, x + (awayX / length) * distance, y + (awayY / length) * distance);
  }

  private drawShape(context: CanvasRenderingContext2D, area: WireArea, theme: Theme): void {
    const path = outlineOf(area);
    if (path) {
      context.fillStyle = theme.color.stage;
      context.strokeStyle = theme.color["stage-lip"];
      context.lineWidth = this.plan.unit * 1.6;
      context.fill(path);
      context.stroke(path);
    }
  }
}

/** The floor under neighbours. Its edges meet those of the rows before and behind, so a block's sides are smooth. */
function ground(plan: Plan, first: number, end: number): Path2D {
  const path = new Path2D();
  const last = end - 1;
  const seats = [first];
  for (let i = first + strideMax; i < last; i += strideMax) {
    seats.push(i);
  }

  seats.push(last);
  const across = plan.pitch * groundReach;
  const place = (seat: number, at: number, side: number): void => {
    const [sine, cosine] = [Math.sin(plan.angle[seat]), Math.cos(plan.angle[seat])];
    // The seats at both ends stand on as much floor aside.
    const aside = at === 0 ? -1 : at === seats.length - 1 ? 1 : 0;
    const along = aside * directionOf(plan, first, last) * plan.unit * 5;
    path.lineTo(
      plan.x[seat] + sine * across * side + cosine * along, plan.y[seat] - cosine * across * side + sine * along);
  };
  seats.forEach((seat, at) => place(seat, at, 1));
  for (let at = seats.length - 1; at >= 0; at--) {
    place(seats[at], at, -1);
  }

  path.closePath();
  return path;
}

/** Whether seats follow each other to their right (1) or to their left (-1). */
function directionOf(plan: Plan, first: number, last: number): number {
  const alongX = Math.cos(plan.angle[first]) * (plan.x[last] - plan.x[first]);
  const alongY = Math.sin(plan.angle[first]) * (plan.y[last] - plan.y[first]);
  return alongX + alongY < 0 ? -1 : 1;
}

/** A line through neighbours; where their row is none, a short one at each. */
export function stripOf(plan: Plan, first: number, end: number): Path2D {
  const path = new Path2D();
  const last = end - 1;
  const { isLine } = plan.row(first);
  if (first === last || !isLine) {
    // A line of no length is not drawn.
    const half = isLine ? plan.unit : plan.unit * halfSeatUnits;
    for (let i = first; i < end; i++) {
      path.moveTo(plan.x[i] - half, plan.y[i]);
      path.lineTo(plan.x[i] + half, plan.y[i]);
    }

    return path;
  }

  path.moveTo(plan.x[first], plan.y[first]);
  for (let i = first + strideMax; i < last; i += strideMax) {
    path.lineTo(plan.x[i], plan.y[i]);
  }

  path.lineTo(plan.x[last], plan.y[last]);
  return path;
}

function outlineOf(area: WireArea): Path2D | null {
  if (area.shape !== "polygon" || !area.points || area.points.length < 3) {
    return null;
  }

  const path = new Path2D();
  area.points.forEach((point, at) => (at === 0 ? path.moveTo(point.x, point.y) : path.lineTo(point.x, point.y)));
  path.closePath();
  return path;
}

function placeOf(area: WireArea): [x: number, y: number] | null {
  if (area.x !== undefined && area.y !== undefined) {
    return [area.x, area.y];
  }

  const points = area.points ?? [];
  return points.length
    ? [points.reduce((sum, { x }) => sum + x, 0) / points.length,
      points.reduce((sum, { y }) => sum + y, 0) / points.length]
    : null;
}
