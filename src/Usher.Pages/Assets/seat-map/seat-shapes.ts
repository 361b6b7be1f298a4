// How a seat is drawn, in units: a tenth of the distance to its neighbour. Its front is up, the stage beyond it.

/** A seat seen from above: square in front, round at the back, which is turned from the stage. */
export const seatOutline =
  "M-2.6-4.2h5.2a1.6 1.6 0 0 1 1.6 1.6v3.6a3.2 3.2 0 0 1-3.2 3.2h-2a3.2 3.2 0 0 1-3.2-3.2v-3.6a1.6 1.6 0 0 1 1.6-1.6z";

export const tickOutline = "M-1.7.1l1.3 1.3 2.3-2.7";

const backOutline = "M-3.9 3.1q.9 2.3 3.9 2.3t3.9-2.3";

export const seatPath = new Path2D(seatOutline);
export const tickPath = new Path2D(tickOutline);
export const backPath = new Path2D(backOutline);

/**
 * With more prices than colours a colour comes again with a mark: strokes at the seat's edges, one for each bit of the
 * mark's number, so that a number has room between them. SeatSign.razor has the same.
 */
const markStrokes = ["M-2.4-3h4.8", "M-3.2-2v4", "M3.2-2v4", "M-1.8 3h3.6", "M-1 0h2"];

export const markOutline = (mark: number): string => markStrokes.filter((_, bit) => (mark >> bit) & 1).join("");

export const markWidth = 1.1;

const markPaths = new Map<number, Path2D>();

export function markPath(mark: number): Path2D {
  let path = markPaths.get(mark);
  if (!path) {
    markPaths.set(mark, (path = new Path2D(markOutline(mark))));
  }

  return path;
}

/** A state that is not known yet. */
export const unknownOutline = "M-2.6 0h5.2";

export const unknownPath = new Path2D(unknownOutline);

export const wheelchairRadius = 4.6;

export function circle(context: CanvasRenderingContext2D, radius: number): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, Math.PI * 2);
}

export function drawCross(context: CanvasRenderingContext2D, arm: number): void {
  context.beginPath();
  context.moveTo(-arm, -arm);
  context.lineTo(arm, arm);
  context.moveTo(arm, -arm);
  context.lineTo(-arm, arm);
  context.stroke();
}

/** The sign for a wheelchair, upright whichever way the seat is turned. */
export function drawWheelchair(context: CanvasRenderingContext2D, color: string): void {
  context.strokeStyle = context.fillStyle = color;
  context.lineWidth = 0.9;
  context.beginPath();
  context.arc(-0.7, -2.7, 0.8, 0, Math.PI * 2);
  context.fill();
  context.beginPath();
  context.moveTo(-0.7, -1.3);
  context.lineTo(-0.7, 0.5);
  context.lineTo(1.3, 0.5);
  context.lineTo(2.2, 2.3);
  context.stroke();
  context.beginPath();
  context.arc(-0.4, 1.1, 1.9, -0.1, 4.1);
  context.stroke();
}
