/** A button that keeps its width while it says what goes on. */
export function busy(button: HTMLButtonElement, words: string): () => void {
  const before = button.textContent;
  button.style.width = `${button.offsetWidth}px`;
  button.textContent = words;
  button.setAttribute("aria-busy", "true");
  return () => {
    button.textContent = before;
    button.removeAttribute("aria-busy");
    button.style.width = "";
  };
}
