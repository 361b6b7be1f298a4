import { accessKey, deskKey, key, priceSign, unknownKey } from "./icons";
import type { Plan } from "./plan";
import type { Prices } from "./prices";

/** A chip for each price, in order of price; one that is pressed dims the others' seats. */
export class Legend {
  constructor(
    private readonly element: HTMLElement,
    plan: Plan,
    prices: Prices,
    choose: (category: number) => void,
    signal: AbortSignal,
  ) {
    // One category without name or price is no choice.
    const isNothingToTell = prices.order.every((category) => !plan.categories[category]) && prices.isFree;
    for (const category of isNothingToTell ? [] : prices.order) {
      const chip = document.createElement("button");
      const price = document.createElement("b");
      chip.type = "button";
      chip.dataset.category = String(category);
      chip.innerHTML = priceSign(prices.colorOf[category] + 1, prices.markOf[category]);
      price.textContent = prices.text(prices.amount(category));
      chip.append(plan.categories[category] || "All seats", " ", price);
      element.append(chip);
    }

    this.press(-1);
    element.addEventListener("click", (event) => {
      const chip = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-category]") : null;
      if (chip) {
        choose(chip.getAttribute("aria-pressed") === "true" ? -1 : Number(chip.dataset.category));
      }
    }, { signal });
  }

  press(category: number): void {
    for (const chip of this.element.children) {
      chip.setAttribute("aria-pressed", String((chip as HTMLElement).dataset.category === String(category)));
    }
  }
}

/** Returns the entry for seats that are not known yet, to be hidden when they are: its room stays. */
export function fillKey(element: HTMLElement, plan: Plan, isDesk: boolean): HTMLElement {
  const isAccessShown = !isDesk && [...plan.kinds.keys()].some(
    (seat) => plan.is(seat, "WHEELCHAIR") || plan.is(seat, "COMPANION"));
  const entries = isDesk ? deskKey : isAccessShown ? [...key, accessKey] : key;
  for (const [signs, meaning] of [...entries, unknownKey]) {
    const entry = document.createElement("span");
    entry.innerHTML = signs;
    entry.append(meaning);
    element.append(entry);
  }

  return element.lastElementChild as HTMLElement;
}
