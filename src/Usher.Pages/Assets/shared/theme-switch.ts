import { remember } from "./storage";

const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");

/** Cycles: as the device, the opposite, the device's present theme for good. */
function next(): "light" | "dark" | null {
  const [other, same] = device.matches ? (["light", "dark"] as const) : (["dark", "light"] as const);
  const now = root.dataset.theme;
  return now === undefined ? other : now === other ? same : null;
}

export function startThemeSwitch(button: HTMLElement): void {
  const tell = (): void => {
    button.setAttribute("aria-label", `Colours: ${root.dataset.theme ?? "as the device"}`);
    button.title = button.getAttribute("aria-label") ?? "";
  };
  tell();
  button.addEventListener("click", () => {
    const theme = next();
    if (theme) {
      root.dataset.theme = theme;
    } else {
      delete root.dataset.theme;
    }

    remember("usher-theme", theme);
    tell();
  });
}
