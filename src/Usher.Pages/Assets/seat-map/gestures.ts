/** A finger that moves less than this still taps. */
const tapPixelsMax = 8;
const wheelPixelsPerFactor = 300;

export interface GestureEvents {
  tap(x: number, y: number, isTouch: boolean): void;
  hover(x: number, y: number): void;
  leave(): void;
  pan(byX: number, byY: number): void;
  zoom(factor: number, x: number, y: number): void;
  /** Whether one finger moves the map; otherwise it scrolls the page. */
  canPan(): boolean;
}

interface Place {
  x: number;
  y: number;
}

/** Interprets fingers, mouse and wheel: one moves, two zoom, the wheel zooms with Ctrl; the page scrolls otherwise. */
export class Gestures {
  private readonly pointers = new Map<number, Place>();
  private start: Place = { x: 0, y: 0 };
  private isTap = false;

  constructor(
    private readonly stage: HTMLElement,
    private readonly layer: HTMLElement,
    private readonly events: GestureEvents,
    signal: AbortSignal,
  ) {
    const listen = <K extends keyof HTMLElementEventMap>(type: K, action: (e: HTMLElementEventMap[K]) => void): void =>
      stage.addEventListener(type, action, { signal });
    listen("pointerdown", (event) => this.down(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.up(event));
    listen("pointercancel", (event) => this.pointers.delete(event.pointerId));
    listen("pointerleave", (event) => {
      if (event.pointerType === "mouse") {
        this.events.leave();
      }
    });
    stage.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
  }

  private place(event: MouseEvent): Place {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** Elements above the map have clicks of their own. */
  private isOnMap(event: Event): boolean {
    return event.target === this.stage || event.target === this.layer;
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || !this.isOnMap(event)) {
      return;
    }

    const place = this.place(event);
    this.pointers.set(event.pointerId, place);
    this.isTap = this.pointers.size === 1;
    this.start = place;
    this.events.leave();
  }

  private move(event: PointerEvent): void {
    const place = this.place(event);
    const before = this.pointers.get(event.pointerId);
    if (!before) {
      if (!this.isOnMap(event)) {
        this.events.leave();
      } else if (event.pointerType === "mouse") {
        this.events.hover(place.x, place.y);
      }

      return;
    }

    if (this.isTap && Math.hypot(place.x - this.start.x, place.y - this.start.y) < tapPixelsMax) {
      return;
    }

    if (this.isTap) {
      this.isTap = false;
      // Only now: a captured pointer's click would go to the stage instead of what lies above it.
      this.stage.setPointerCapture(event.pointerId);
    }

    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId);
    if (other) {
      this.pinch(before, place, other[1]);
    } else if (this.events.canPan()) {
      this.events.pan(place.x - before.x, place.y - before.y);
    }

    this.pointers.set(event.pointerId, place);
  }

  private pinch(before: Place, now: Place, other: Place): void {
    const was = Math.hypot(before.x - other.x, before.y - other.y);
    const is = Math.hypot(now.x - other.x, now.y - other.y);
    this.events.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    if (was > 0 && is > 0) {
      this.events.zoom(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
    }
  }

  private up(event: PointerEvent): void {
    if (this.pointers.delete(event.pointerId) && this.isTap) {
      this.isTap = false;
      const { x, y } = this.place(event);
      this.events.tap(x, y, event.pointerType !== "mouse");
    }
  }

  private wheel(event: WheelEvent): void {
    // A pinch on a touchpad arrives as a wheel with Ctrl.
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const { x, y } = this.place(event);
      this.events.zoom(Math.exp(-event.deltaY / wheelPixelsPerFactor), x, y);
    }
  }
}
