import type { Bounds } from "./plan";

/** A place p of the plan is at p × scale + x, y of the screen. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** Which part of the plan is visible, and how large. It knows only the size of the screen. */
export class Viewport {
  view: View = { scale: 1, x: 0, y: 0 };
  width = 0;
  height = 0;
  private fitted: View = this.view;

  constructor(
    private readonly bounds: Bounds,
    private readonly scaleMax: number,
  ) {}

  get fit(): View {
    return this.fitted;
  }

  get isFitted(): boolean {
    return this.view.scale <= this.fitted.scale * 1.02;
  }

  /** The screen has another size; a view of the whole stays one, others keep their centre. */
  resize(width: number, height: number, margin: number): void {
    const wasFitted = this.width === 0 || this.isFitted;
    const centreX = (this.width / 2 - this.view.x) / this.view.scale;
    const centreY = (this.height / 2 - this.view.y) / this.view.scale;
    this.width = width;
    this.height = height;
    const { left, top, right, bottom } = this.bounds;
    const scale = Math.min(
      this.scaleMax, (width - 2 * margin) / (right - left), (height - 2 * margin) / (bottom - top));
    this.fitted = {
      scale,
      x: width / 2 - ((left + right) / 2) * scale,
      y: height / 2 - ((top + bottom) / 2) * scale,
    };
    this.view = wasFitted ? this.fitted : this.at(this.view.scale, centreX, centreY);
  }

  /** The view of this scale that has a place of the plan at a place of the screen, else in its middle. */
  at(scale: number, x: number, y: number, screenX = this.width / 2, screenY = this.height / 2): View {
    const held = Math.max(this.fitted.scale, Math.min(Math.max(this.scaleMax, this.fitted.scale), scale));
    return this.clamp({ scale: held, x: screenX - x * held, y: screenY - y * held });
  }

  /** The view after zooming by a factor about a place of the screen. */
  zoomed(factor: number, screenX = this.width / 2, screenY = this.height / 2): View {
    const { scale, x, y } = this.view;
    return this.at(scale * factor, (screenX - x) / scale, (screenY - y) / scale, screenX, screenY);
  }

  moved(byX: number, byY: number): View {
    return this.clamp({ ...this.view, x: this.view.x + byX, y: this.view.y + byY });
  }

  toPlan(screenX: number, screenY: number): [x: number, y: number] {
    return [(screenX - this.view.x) / this.view.scale, (screenY - this.view.y) / this.view.scale];
  }

  toScreen(x: number, y: number): [x: number, y: number] {
    return [x * this.view.scale + this.view.x, y * this.view.scale + this.view.y];
  }

  /** The plan cannot be moved off the screen; if it is smaller than the screen it is centred. */
  private clamp({ scale, x, y }: View): View {
    const { left, top, right, bottom } = this.bounds;
    return {
      scale,
      x: clampAxis(x, left * scale, right * scale, this.width),
      y: clampAxis(y, top * scale, bottom * scale, this.height),
    };
  }
}

function clampAxis(offset: number, from: number, to: number, size: number): number {
  if (to - from <= size) {
    return size / 2 - (from + to) / 2;
  }

  // Half the screen may stay empty, so that seats at the edge can be looked at in the middle.
  return Math.min(size / 2 - from, Math.max(size / 2 - to, offset));
}
