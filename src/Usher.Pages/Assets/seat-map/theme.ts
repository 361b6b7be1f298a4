// The page's colours, which a canvas cannot use by name: read from its custom properties, again whenever they change.

const names = [
  "house", "floor", "stage", "stage-lip", "line", "ink", "ink-2", "ink-3", "torch", "torch-edge", "on-torch",
  "seat-held", "seat-sold", "seat-taken",
  "chart-1", "on-action", "cat-1", "cat-2", "cat-3", "cat-4", "cat-5", "on-cat", "on-cat-5", "focus",
] as const;

type Name = (typeof names)[number];

/** If the user has set the colours, shapes show what a colour cannot. */
const forced: Record<Name, string> = {
  house: "Canvas", floor: "Canvas", stage: "Canvas", "stage-lip": "CanvasText", line: "CanvasText",
  ink: "CanvasText", "ink-2": "CanvasText", "ink-3": "CanvasText",
  torch: "Highlight", "torch-edge": "CanvasText", "on-torch": "HighlightText",
  "seat-held": "GrayText", "seat-sold": "GrayText", "seat-taken": "CanvasText",
  "chart-1": "CanvasText", "on-action": "Canvas",
  "cat-1": "LinkText", "cat-2": "LinkText", "cat-3": "LinkText", "cat-4": "LinkText", "cat-5": "LinkText",
  "on-cat": "Canvas", "on-cat-5": "Canvas", focus: "CanvasText",
};

export interface Theme {
  color: Record<Name, string>;
  categories: string[];
  onCategories: string[];
  font: string;
  isStill: boolean;
}

const stillQuery = matchMedia("(prefers-reduced-motion: reduce)");
const forcedQuery = matchMedia("(forced-colors: active)");
const darkQuery = matchMedia("(prefers-color-scheme: dark)");

/** Whether the user has set the colours: then all prices have the same. */
export const areColorsForced = (): boolean => forcedQuery.matches;

export function readTheme(element: Element): Theme {
  const style = getComputedStyle(element);
  const color = { ...forced };
  if (!forcedQuery.matches) {
    for (const name of names) {
      color[name] = style.getPropertyValue(`--${name}`).trim() || forced[name];
    }
  }

  return {
    color,
    categories: [color["cat-1"], color["cat-2"], color["cat-3"], color["cat-4"], color["cat-5"]],
    onCategories: [color["on-cat"], color["on-cat"], color["on-cat"], color["on-cat"], color["on-cat-5"]],
    font: style.fontFamily || "sans-serif",
    isStill: stillQuery.matches,
  };
}

/** Calls back when the page or the device changes its colours, until the signal ends it. */
export function watchTheme(changed: () => void, signal: AbortSignal): void {
  for (const query of [stillQuery, forcedQuery, darkQuery]) {
    query.addEventListener("change", changed, { signal });
  }

  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "class", "style"] });
  signal.addEventListener("abort", () => observer.disconnect());
}
