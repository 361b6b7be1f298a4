import assert from "node:assert/strict";
import test from "node:test";
import { GridIndex } from "../seat-map/grid-index";

/** The same points on every run, spread without a pattern. */
function scatter(count: number): { x: Float32Array; y: Float32Array } {
  let seed = 7;
  const next = (): number => (seed = (seed * 16807) % 2147483647) / 2147483647;
  return {
    x: Float32Array.from({ length: count }, () => next() * 1000 - 300),
    y: Float32Array.from({ length: count }, () => next() * 700 + 50),
  };
}

test("The nearest point is the one that a look at all of them finds", () => {
  const { x, y } = scatter(3000);
  const index = new GridIndex(x, y, 20);
  const wanted = scatter(400);
  wanted.x.forEach((atX, i) => {
    const atY = wanted.y[i];
    let best = -1;
    let distance = 30;
    x.forEach((pointX, point) => {
      const away = Math.hypot(pointX - atX, y[point] - atY);
      if (away <= distance) {
        [best, distance] = [point, away];
      }
    });
    assert.equal(index.nearest(atX, atY, 30), best);
  });
});

test("Nothing is near where nothing suits or all is too far", () => {
  const index = new GridIndex(Float32Array.of(0, 10), Float32Array.of(0, 0), 5);
  assert.equal(index.nearest(4, 0, 50, () => false), -1);
  assert.equal(index.nearest(100, 100, 20), -1);
  assert.equal(index.nearest(9, 0, 20, (point) => point === 0), 0);
  assert.equal(new GridIndex(new Float32Array(), new Float32Array(), 5).nearest(0, 0, 10), -1);
});

test("A rectangle holds every point inside it", () => {
  const { x, y } = scatter(2000);
  const found = new Set<number>();
  new GridIndex(x, y, 25).within(0, 100, 250, 300, (point) => found.add(point));
  x.forEach((pointX, point) => {
    if (pointX >= 0 && pointX <= 250 && y[point] >= 100 && y[point] <= 300) {
      assert(found.has(point));
    }
  });
  assert(found.size < 1000);
});
