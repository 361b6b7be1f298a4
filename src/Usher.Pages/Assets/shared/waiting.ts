import { toast, type Toast } from "./toast";

const crowdWords = "This site is very busy right now. Your choice is saved";
const unreachedWords = "We cannot reach the server. Your choice is saved";

const workWords = "One moment: your browser shows that it is no program that buys by the dozen";

/** The pause before a request without a response is repeated. */
const unreachedSeconds = 3;

const secondMilliseconds = 1000;

/** Between two attempts: shows why the page waits, and how long. */
export class Waiting {
  private words = "";
  private message: Toast | null = null;

  /** Waits for the server's Retry-After. */
  async forCrowd(seconds: number): Promise<void> {
    this.say(crowdWords);
    for (let left = seconds; left > 0; left--) {
      this.count(left);
      await new Promise((resolve) => setTimeout(resolve, secondMilliseconds));
    }

    this.message?.count("; trying now.");
  }

  /** Waits a little, or until the device is online again. */
  async forNetwork(): Promise<void> {
    this.say(unreachedWords);
    let isOnline = false;
    let wake = (): void => {};
    const online = (): void => {
      isOnline = true;
      wake();
    };
    addEventListener("online", online, { once: true });
    for (let left = unreachedSeconds; left > 0 && !isOnline; left--) {
      this.count(left);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, secondMilliseconds);
      });
    }

    removeEventListener("online", online);
    this.message?.count("; trying now.");
  }

  /** Says that the browser works before the next attempt. */
  forWork(): void {
    this.say(workWords);
    this.message?.count(".");
  }

  end(): void {
    this.message?.close();
  }

  /** Unchanged text stays: screen readers read it once, and not with every attempt. */
  private say(words: string): void {
    if (words !== this.words) {
      this.words = words;
      this.message = toast(words, undefined, { stays: true });
    }
  }

  private count(seconds: number): void {
    this.message?.count(`; trying again in ${seconds} s.`);
  }
}
