import assert from "node:assert/strict";
import test from "node:test";
import { Viewport } from "../seat-map/viewport";

function hall(): Viewport {
  const viewport = new Viewport({ left: -100, top: 0, right: 300, bottom: 200 }, 10);
  viewport.resize(420, 420, 10);
  return viewport;
}

function near(actual: number[], expected: number[]): void {
  actual.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-6, `${actual} is not ${expected}`));
}

test("The whole hall fits, in the middle of the screen", () => {
  const viewport = hall();
  assert.equal(viewport.view.scale, 1);
  near(viewport.toScreen(-100, 0), [10, 110]);
  near(viewport.toScreen(300, 200), [410, 310]);
  assert(viewport.isFitted);
});

test("What is under the fingers stays there while they zoom", () => {
  const viewport = hall();
  const before = viewport.toPlan(300, 250);
  viewport.view = viewport.zoomed(3, 300, 250);
  near(viewport.toPlan(300, 250), before);
  assert(!viewport.isFitted);
});

test("Zooming ends where seats are large enough, and where the whole hall is seen", () => {
  const viewport = hall();
  assert.equal(viewport.zoomed(1000).scale, 10);
  assert.equal(viewport.zoomed(0.001).scale, 1);
});

test("The hall cannot be pushed off the screen", () => {
  const viewport = hall();
  viewport.view = viewport.zoomed(4);
  viewport.view = viewport.moved(1e6, -1e6);
  near(viewport.toScreen(-100, 200), [210, 210]);
});

test("Another size of the screen keeps the whole a whole, and a detail in its place", () => {
  const viewport = hall();
  viewport.resize(820, 820, 10);
  assert.equal(viewport.view.scale, 2);

  viewport.view = viewport.at(5, 150, 120);
  viewport.resize(500, 400, 10);
  assert.equal(viewport.view.scale, 5);
  near(viewport.toPlan(250, 200), [150, 120]);
});
