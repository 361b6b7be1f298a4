import type { Plan } from "./plan";
import type { RowPainter } from "./row-painter";
import type { Theme } from "./theme";
import type { View, Viewport } from "./viewport";

const widthPixelsMax = 110;
const heightPixelsMax = 46;

/** A small picture of a large plan that shows which part is visible, and leads to others. */
export class Overview {
  private readonly canvas: HTMLCanvasElement;
  private readonly frame: HTMLElement;
  private readonly scale: number;
  private readonly width: number;
  private readonly height: number;

  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly rows: RowPainter,
    private readonly viewport: Viewport,
    go: (x: number, y: number) => void,
    signal: AbortSignal,
  ) {
    this.canvas = element.querySelector("canvas")!;
    this.frame = element.querySelector("i")!;
    const { left, top, right, bottom } = plan.bounds;
    this.scale = Math.min(widthPixelsMax / (right - left), heightPixelsMax / (bottom - top));
    this.width = (right - left) * this.scale;
    this.height = (bottom - top) * this.scale;
    element.style.width = `${this.width}px`;
    element.style.height = `${this.height}px`;
    element.hidden = false;
    const follow = (event: PointerEvent): void => {
      event.stopPropagation();
      if (event.buttons === 1) {
        const box = element.getBoundingClientRect();
        go(left + (event.clientX - box.left) / this.scale, top + (event.clientY - box.top) / this.scale);
      }
    };
    element.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      follow(event);
    }, { signal });
    element.addEventListener("pointermove", follow, { signal });
  }

  draw(theme: Theme): void {
    const ratio = devicePixelRatio || 1;
    this.canvas.width = Math.round(this.width * ratio);
    this.canvas.height = Math.round(this.height * ratio);
    const context = this.canvas.getContext("2d")!;
    const scale = this.scale * ratio;
    context.setTransform(scale, 0, 0, scale, -this.plan.bounds.left * scale, -this.plan.bounds.top * scale);
    this.rows.draw(context, theme, -1);
  }

  /** Frames the visible part; hidden if that is everything. */
  follow(view: View): void {
    this.element.classList.toggle("away", this.viewport.isFitted);
    const { left, top } = this.plan.bounds;
    const x = (-view.x / view.scale - left) * this.scale;
    const y = (-view.y / view.scale - top) * this.scale;
    const width = (this.viewport.width / view.scale) * this.scale;
    const height = (this.viewport.height / view.scale) * this.scale;
    this.frame.style.width = `${width}px`;
    this.frame.style.height = `${height}px`;
    this.frame.style.transform = `translate(${x}px, ${y}px)`;
  }
}
