// Switches between light and dark; the choice outlives the page.
const kept = "usher-theme";
const root = document.documentElement;

function isDark(): boolean {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const chosen = localStorage.getItem(kept);
if (chosen === "light" || chosen === "dark") {
  root.dataset.theme = chosen;
}

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem(kept, root.dataset.theme);
});
