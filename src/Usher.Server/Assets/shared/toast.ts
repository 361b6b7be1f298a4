const staysMilliseconds = 8000;

export interface Toast {
  /** Changes the words. */
  say(words: string): void;
  close(): void;
}

let shown: Toast | null = null;

/** One message above everything, with one action; it stays while its button has the focus, or until it is closed. */
export function toast(words: string, action?: { words: string; run: () => void }, stays = false): Toast {
  shown?.close();
  const place = document.querySelector("[data-toasts]");
  const box = document.createElement("div");
  box.className = "toast";
  const text = box.appendChild(document.createElement("span"));
  text.textContent = words;
  const message: Toast = {
    say: (changed) => (text.textContent = changed),
    close: () => {
      box.remove();
      shown = shown === message ? null : shown;
    },
  };
  if (action) {
    const button = box.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = action.words;
    button.addEventListener("click", () => {
      message.close();
      action.run();
    });
  }

  const end = (): void => {
    if (box.contains(document.activeElement)) {
      setTimeout(end, staysMilliseconds);
    } else {
      message.close();
    }
  };
  if (!stays) {
    setTimeout(end, staysMilliseconds);
  }

  place?.append(box);
  shown = message;
  return message;
}
