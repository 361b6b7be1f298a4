// Runs before the page is drawn, so that neither the colours nor what needs scripts jump.
{
  const root = document.documentElement;
  root.classList.add("scripts");
  try {
    const chosen = localStorage.getItem("usher-theme");
    if (chosen === "light" || chosen === "dark") {
      root.dataset.theme = chosen;
    }
  } catch {
    // Nothing is stored where storage is refused.
  }
}
