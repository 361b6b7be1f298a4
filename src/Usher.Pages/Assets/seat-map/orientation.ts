import type { WirePoint } from "./wire";

interface Line {
  first: number;
  count: number;
}

/**
 * How each seat is turned: at a right angle to its row, on the side of the focal point. Clockwise, in radians; at 0 its
 * front is up.
 */
export function orientations(x: Float32Array, y: Float32Array, rows: Line[], focus: WirePoint): Float32Array {
  const angles = new Float32Array(x.length);
  for (const { first, count } of rows) {
    for (let i = first; i < first + count; i++) {
      const before = Math.max(first, i - 1);
      const after = Math.min(first + count - 1, i + 1);
      const toFocusX = focus.x - x[i];
      const toFocusY = focus.y - y[i];
      let frontX = y[after] - y[before];
      let frontY = x[before] - x[after];
      if (frontX === 0 && frontY === 0) {
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
