const staysMilliseconds = 8000;

export interface Toast {
  /** A suffix that changes often: visible, but not read by screen readers. */
  count(words: string): void;
  close(): void;
}

export interface ToastAction {
  words: string;
  /** The button's accessible name if its text alone is not enough; it begins with that text. */
  name?: string;
  run: () => void;
}

export interface ToastWays {
  /** Until it is closed, or replaced by another. */
  stays?: boolean;
  /** Screen readers have read the text already. */
  isSaid?: boolean;
}

let shown: Toast | null = null;

/** One message above everything, with one action; it stays while its button has the focus. */
export function toast(words: string, action?: ToastAction, { stays = false, isSaid = false }: ToastWays = {}): Toast {
  shown?.close();
  const place = document.querySelector("[data-toasts]");
  const box = document.createElement("div");
  box.className = "toast";
  const text = box.appendChild(document.createElement("span"));
  text.append(words);
  if (isSaid) {
    text.setAttribute("aria-hidden", "true");
  }

  let counted: HTMLElement | null = null;
  const message: Toast = {
    count: (changed) => {
      counted ??= text.appendChild(document.createElement("span"));
      counted.setAttribute("aria-hidden", "true");
      counted.textContent = changed;
    },
    close: () => {
      leave(box);
      box.remove();
      shown = shown === message ? null : shown;
    },
  };
  if (action) {
    const button = box.appendChild(document.createElement("button"));
    button.type = "button";
    button.textContent = action.words;
    if (action.name) {
      button.setAttribute("aria-label", action.name);
    }

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

/** If the focus is on a button that disappears, it moves to the page's main button, not to the top. */
export function leave(box: HTMLElement): void {
  if (box.contains(document.activeElement)) {
    document.querySelector<HTMLElement>("button[data-hold]")?.focus({ preventScroll: true });
  }
}
