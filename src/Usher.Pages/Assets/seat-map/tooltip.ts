import type { Plan } from "./plan";
import type { Words } from "./words";

const gapPixels = 14;
const edgePixels = 8;

/** Describes the seat under the pointer. */
export class Tooltip {
  constructor(
    private readonly element: HTMLElement,
    private readonly plan: Plan,
    private readonly words: Words,
  ) {}

  show(seat: number, isSelected: boolean, isAvailable: boolean): void {
    const { plan, words, element } = this;
    const heading = document.createElement("b");
    heading.textContent = plan.label(seat);
    const section = plan.section(seat);
    const lines = [
      isAvailable || isSelected
        ? [plan.category(seat), words.price(seat)].filter(Boolean).join(", ")
        : capital(words.state(seat)),
      words.kind(seat),
      isSelected ? "Yours" : "",
    ];
    element.replaceChildren(heading, section ? ` · ${section}` : "");
    for (const line of lines.filter((text) => text !== "")) {
      element.append(document.createElement("br"), line);
    }
  }

  /** A whole section, where seats are too small to be pointed at. */
  showSection(section: number): void {
    const heading = document.createElement("b");
    heading.textContent = this.plan.sections[section] || "Seats";
    const left = this.words.left(section);
    this.element.replaceChildren(heading, ...(left ? [document.createElement("br"), left] : []));
  }

  /** Above the place, or below where there is no room. */
  place(x: number, y: number, width: number, seatPixels: number): void {
    const { offsetWidth, offsetHeight } = this.element;
    const gap = gapPixels + seatPixels / 2;
    const left = Math.max(edgePixels, Math.min(width - offsetWidth - edgePixels, x - offsetWidth / 2));
    const above = y - offsetHeight - gap;
    this.element.style.transform = `translate(${left}px, ${above < edgePixels ? y + gap : above}px)`;
    this.element.classList.add("shown");
  }

  hide(): void {
    this.element.classList.remove("shown");
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
