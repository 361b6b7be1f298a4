/** A button that keeps its width while it shows progress; its next text may have been set meanwhile. */
export function busy(button: HTMLButtonElement, words: string): () => void {
  const before = button.textContent;
  button.style.width = `${button.offsetWidth}px`;
  button.textContent = words;
  button.setAttribute("aria-busy", "true");
  return () => {
    if (button.textContent === words) {
      button.textContent = before;
    }

    button.removeAttribute("aria-busy");
    button.style.width = "";
  };
}
