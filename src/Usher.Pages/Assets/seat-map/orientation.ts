import type { WirePoint } from "./wire";

interface Line {
  first: number;
  count: number;
  /** Whether its seats stand along it. */
  isLine: boolean;
}

/** Whether seats stand along their row: they do not where every other one sits across a table. */
export function standAlong(x: Float32Array, y: Float32Array, first: number, count: number): boolean {
  let turnsBack = 0;
  for (let i = first + 1; i < first + count - 1; i++) {
    const ahead = (x[i] - x[i - 1]) * (x[i + 1] - x[i]) + (y[i] - y[i - 1]) * (y[i + 1] - y[i]);
    turnsBack += Number(ahead < 0);
  }

  return turnsBack === 0 || turnsBack * 2 < count - 2;
}

/**
 * How each seat is turned: at a right angle to its row, on the side of the focal point; to the one across the table
 * where the row is no line. Clockwise, in radians; at 0 its front is up.
 */
export function orientations(x: Float32Array, y: Float32Array, rows: Line[], focus: WirePoint): Float32Array {
  const angles = new Float32Array(x.length);
  for (const { first, count, isLine } of rows) {
    for (let i = first; i < first + count; i++) {
      const before = Math.max(first, i - 1);
      const after = Math.min(first + count - 1, i + 1);
      const toFocusX = focus.x - x[i];
      const toFocusY = focus.y - y[i];
      let frontX = y[after] - y[before];
      let frontY = x[before] - x[after];
      if (!isLine) {
        const across = (i - first) % 2 === 0 && i + 1 < first + count ? i + 1 : i - 1;
        frontX = x[across] - x[i];
        frontY = y[across] - y[i];
      } else if (frontX === 0 && frontY === 0) {
        // Alone in its row: it looks straight at the focal point.
        frontX = toFocusX;
        frontY = toFocusY;
      } else if (frontX * toFocusX + frontY * toFocusY < 0) {
        frontX = -frontX;
        frontY = -frontY;
      }

      angles[i] = Math.atan2(frontX, -frontY);
    }
  }

  return angles;
}
