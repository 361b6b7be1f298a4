/** Speaks to those who listen: politely about what they did, at once about what befell them. */
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
  // The same words twice are two announcements: a region that does not change is not read again.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
