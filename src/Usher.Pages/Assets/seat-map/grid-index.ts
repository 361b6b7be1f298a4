/**
 * Points in square cells, so that what is near is found without looking at all of them. The points of a cell lie side
 * by side in one array; another says where each cell begins.
 */
export class GridIndex {
  private readonly left: number;
  private readonly top: number;
  private readonly columns: number;
  private readonly rows: number;
  private readonly starts: Uint32Array;
  private readonly points: Uint32Array;

  constructor(
    private readonly x: Float32Array,
    private readonly y: Float32Array,
    wantedCell: number,
  ) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = 0; i < x.length; i++) {
      left = Math.min(left, x[i]);
      top = Math.min(top, y[i]);
      right = Math.max(right, x[i]);
      bottom = Math.max(bottom, y[i]);
    }

    // Points far apart must not make a grid of nearly nothing but empty cells.
    const area = Math.max(1, (right - left) * (bottom - top));
    this.cell = Math.max(wantedCell, Math.sqrt(area / Math.max(1, x.length)) / 2);
    this.left = left;
    this.top = top;
    this.columns = x.length ? Math.floor((right - left) / this.cell) + 1 : 0;
    this.rows = x.length ? Math.floor((bottom - top) / this.cell) + 1 : 0;
    this.starts = new Uint32Array(this.columns * this.rows + 1);
    this.points = new Uint32Array(x.length);
    this.fill();
  }

  private readonly cell: number;

  private fill(): void {
    const cellOf = new Uint32Array(this.x.length);
    for (let i = 0; i < this.x.length; i++) {
      const column = Math.floor((this.x[i] - this.left) / this.cell);
      const row = Math.floor((this.y[i] - this.top) / this.cell);
      cellOf[i] = row * this.columns + column;
      this.starts[cellOf[i] + 1]++;
    }

    for (let cell = 1; cell < this.starts.length; cell++) {
      this.starts[cell] += this.starts[cell - 1];
    }

    const next = this.starts.slice();
    for (let i = 0; i < this.x.length; i++) {
      this.points[next[cellOf[i]]++] = i;
    }
  }

  /** Every point of the cells that a rectangle touches: some lie a little outside. */
  within(left: number, top: number, right: number, bottom: number, visit: (point: number) => void): void {
    const firstColumn = Math.max(0, Math.floor((left - this.left) / this.cell));
    const lastColumn = Math.min(this.columns - 1, Math.floor((right - this.left) / this.cell));
    const firstRow = Math.max(0, Math.floor((top - this.top) / this.cell));
    const lastRow = Math.min(this.rows - 1, Math.floor((bottom - this.top) / this.cell));
    if (lastColumn < firstColumn) {
      return;
    }

    for (let row = firstRow; row <= lastRow; row++) {
      // The cells of a row lie side by side as well.
      const end = this.starts[row * this.columns + lastColumn + 1];
      for (let at = this.starts[row * this.columns + firstColumn]; at < end; at++) {
        visit(this.points[at]);
      }
    }
  }

  /** The nearest point that suits, at most so far away; -1 where there is none. */
  nearest(x: number, y: number, distanceMax: number, suits: (point: number) => boolean = () => true): number {
    let best = -1;
    let bestSquare = distanceMax * distanceMax;
    this.within(x - distanceMax, y - distanceMax, x + distanceMax, y + distanceMax, (point) => {
      const square = (this.x[point] - x) ** 2 + (this.y[point] - y) ** 2;
      if (square <= bestSquare && suits(point)) {
        bestSquare = square;
        best = point;
      }
    });
    return best;
  }
}
