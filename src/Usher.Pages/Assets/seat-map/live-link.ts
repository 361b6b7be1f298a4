import type { LiveMessage } from "./wire";

/** The pause before the first reconnect, and the longest; each attempt doubles it. */
const retryMillisecondsMin = 500;
const retryMillisecondsMax = 15_000;

/** The server sends a heartbeat every 15 seconds: after this long without one the connection is lost. */
const silenceMillisecondsMax = 40_000;

/** Longer than the server is ever silent: a connection from before the device slept may be dead. */
const silenceMillisecondsDoubtful = 20_000;

/** This many WebSockets in a row that never opened: a proxy does not let them through. */
const failuresBeforeEvents = 2;

export interface LiveEvents {
  /** The first of a connection tells what happened meanwhile, however long that was. */
  message(message: LiveMessage, isFirst: boolean): void;
  state(state: "live" | "lost"): void;
}

/** The events of a connection: opened, message, closed. */
export interface Connected {
  open(): void;
  text(text: string): void;
  over(): void;
}

/** What the link needs from outside. Opening a connection returns a function that closes it silently. */
export interface LiveSurroundings {
  openSocket(url: string, tell: Connected): () => void;
  openEvents(url: string, tell: Connected): () => void;
  after(milliseconds: number, action: () => void): number;
  forget(timer: number): void;
  random(): number;
  /** Milliseconds by a clock that runs while the device sleeps. */
  now(): number;
}

export const browser: LiveSurroundings = {
  openSocket(url, tell) {
    const address = new URL(url, document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.onopen = () => tell.open();
    socket.onmessage = (message) => tell.text(String(message.data));
    socket.onclose = () => tell.over();
    return () => {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    };
  },
  openEvents(url, tell) {
    const events = new EventSource(url);
    events.onopen = () => tell.open();
    events.onmessage = (message) => tell.text(String(message.data));
    events.onerror = () => tell.over();
    return () => events.close();
  },
  after: (milliseconds, action) => window.setTimeout(action, milliseconds),
  forget: (timer) => clearTimeout(timer),
  random: Math.random,
  now: Date.now,
};

/**
 * Receives every change, and reconnects by itself. Each connection begins with what was missed, or with a snapshot.
 * Attempts are spread, because a server that restarts loses all its subscribers at once.
 */
export class LiveLink {
  private close: (() => void) | null = null;
  private timer = 0;
  private heardAt = 0;
  private attempts = 0;
  private socketsThatNeverOpened = 0;
  private isSilent = true;
  /** Where the latest message ended. */
  private next: string | undefined;

  constructor(
    private readonly url: string,
    private readonly events: LiveEvents,
    private readonly around: LiveSurroundings = browser,
  ) {}

  start(): void {
    this.stop();
    this.isSilent = true;
    if (this.socketsThatNeverOpened < failuresBeforeEvents) {
      this.connectSocket();
    } else {
      this.connectEvents();
    }
  }

  stop(): void {
    this.around.forget(this.timer);
    this.close?.();
    this.close = null;
  }

  /** The page is visible again: reconnect without a pause; the old connection may have died meanwhile. */
  hurry(): void {
    if (this.close === null) {
      this.start();
    } else if (this.around.now() - this.heardAt > silenceMillisecondsDoubtful) {
      this.renew();
    }
  }

  /** The network has changed: do not trust the old connection. */
  renew(): void {
    this.events.state("lost");
    this.start();
  }

  private get address(): string {
    return `${this.url}?format=compact${this.next ? `&after=${encodeURIComponent(this.next)}` : ""}`;
  }

  private connectSocket(): void {
    let opened = false;
    this.listen();
    this.close = this.around.openSocket(this.address, {
      open: () => {
        opened = true;
        this.socketsThatNeverOpened = 0;
        this.listen();
      },
      text: (text) => this.hear(text),
      over: () => {
        this.socketsThatNeverOpened += opened ? 0 : 1;
        this.lose();
      },
    });
  }

  private connectEvents(): void {
    this.listen();
    this.close = this.around.openEvents(this.address, {
      open: () => this.listen(),
      text: (text) => this.hear(text),
      over: () => {
        // WebSockets may work by now: try them again.
        this.socketsThatNeverOpened = 0;
        this.lose();
      },
    });
  }

  private hear(text: string): void {
    const message = JSON.parse(text) as LiveMessage;
    this.listen();
    this.events.message(message, this.isSilent);
    this.next = message.next;
    if (this.isSilent) {
      this.isSilent = false;
      this.attempts = 0;
      this.events.state("live");
    }
  }

  private listen(): void {
    this.heardAt = this.around.now();
    this.around.forget(this.timer);
    this.timer = this.around.after(silenceMillisecondsMax, () => this.lose());
  }

  private lose(): void {
    this.stop();
    this.events.state("lost");
    const wait = Math.min(retryMillisecondsMax, retryMillisecondsMin * 2 ** this.attempts++);
    this.timer = this.around.after(wait * (0.5 + this.around.random() / 2), () => this.start());
  }
}
