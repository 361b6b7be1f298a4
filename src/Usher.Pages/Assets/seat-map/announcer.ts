/** Speaks to screen readers: politely about the user's actions, at once about what others did. */
export class Announcer {
  constructor(
    private readonly polite: HTMLElement,
    private readonly assertive: HTMLElement,
  ) {}

  say(words: string): void {
    speak(this.polite, words);
  }

  alarm(words: string): void {
    speak(this.assertive, words);
  }
}

function speak(region: HTMLElement, words: string): void {
  // The same text twice is two announcements: a region that does not change is not read again.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
