import assert from "node:assert/strict";
import test from "node:test";
import { LiveLink, type Connected, type LiveSurroundings } from "../seat-map/live-link";
import type { LiveMessage } from "../seat-map/wire";

/** A network and a clock that the test controls. */
class Surroundings implements LiveSurroundings {
  readonly sockets: Connection[] = [];
  readonly events: Connection[] = [];
  readonly addresses: string[] = [];
  private timers: { id: number; at: number; action: () => void }[] = [];
  private time = 0;
  private ids = 0;

  openSocket = (url: string, tell: Connected): (() => void) => this.connect(url, this.sockets, tell);
  openEvents = (url: string, tell: Connected): (() => void) => this.connect(url, this.events, tell);
  random = (): number => 1;
  now = (): number => this.time;

  after(milliseconds: number, action: () => void): number {
    this.timers.push({ id: ++this.ids, at: this.time + milliseconds, action });
    return this.ids;
  }

  forget(timer: number): void {
    this.timers = this.timers.filter(({ id }) => id !== timer);
  }

  private connect(url: string, connections: Connection[], tell: Connected): () => void {
    this.addresses.push(url);
    return connect(connections, tell);
  }

  /** The device sleeps: time passes, and no timer runs. */
  sleep(milliseconds: number): void {
    this.time += milliseconds;
    this.timers.forEach((timer) => (timer.at += milliseconds));
  }

  pass(milliseconds: number): void {
    const until = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        break;
      }

      this.time = next.at;
      this.forget(next.id);
      next.action();
    }

    this.time = until;
  }
}

class Connection {
  isClosed = false;

  constructor(private readonly tell: Connected) {}

  open(): void {
    this.tell.open();
    this.say({ type: "snapshot", seats: [] });
  }

  say(message: LiveMessage): void {
    this.tell.text(JSON.stringify(message));
  }

  breakOff(): void {
    this.tell.over();
  }
}

function connect(connections: Connection[], tell: Connected): () => void {
  const connection = new Connection(tell);
  connections.push(connection);
  return () => (connection.isClosed = true);
}

function start(): { around: Surroundings; heard: string[]; link: LiveLink } {
  const around = new Surroundings();
  const heard: string[] = [];
  const link = new LiveLink("/live", {
    message: (message) => heard.push(message.type),
    state: (state) => heard.push(state),
  }, around);
  link.start();
  return { around, heard, link };
}

test("It is live with the first snapshot and hears what follows", () => {
  const { around, heard } = start();
  around.sockets[0].open();
  around.sockets[0].say({ type: "delta", seats: [[1, "B", 1]] });
  assert.deepEqual(heard, ["snapshot", "live", "delta"]);
});

test("A lost connection is made again, and again, with growing pauses", () => {
  const { around, heard } = start();
  around.sockets[0].open();
  around.sockets[0].breakOff();
  assert.equal(heard.at(-1), "lost");
  around.pass(499);
  assert.equal(around.sockets.length, 1);
  around.pass(1);
  assert.equal(around.sockets.length, 2);
  around.sockets[1].open();
  around.sockets[1].breakOff();
  around.pass(500);
  assert.equal(around.sockets.length, 3, "a snapshot begins the pauses anew");
  around.sockets[2].breakOff();
  around.pass(999);
  assert.equal(around.sockets.length, 3);
  around.pass(1);
  assert.equal(around.sockets.length, 4);
});

test("A pause never grows beyond a quarter of a minute", () => {
  const { around } = start();
  const connections = (): Connection[] => [...around.sockets, ...around.events].filter(({ isClosed }) => !isClosed);
  for (let i = 1; i <= 20; i++) {
    connections().forEach((connection) => connection.breakOff());
    around.pass(15_000);
    assert.equal(around.sockets.length + around.events.length, i + 1);
  }
});

test("Where WebSockets do not get through, events do", () => {
  const { around, heard } = start();
  around.sockets[0].breakOff();
  around.pass(500);
  around.sockets[1].breakOff();
  around.pass(1000);
  assert.equal(around.sockets.length, 2);
  around.events[0].open();
  assert.equal(heard.at(-1), "live");
});

test("A connection that falls silent is given up", () => {
  const { around, heard } = start();
  around.sockets[0].open();
  around.pass(30_000);
  around.sockets[0].say({ type: "heartbeat" });
  around.pass(39_999);
  assert(!around.sockets[0].isClosed);
  around.pass(1);
  assert(around.sockets[0].isClosed);
  assert.equal(heard.at(-1), "lost");
});

test("A connection that slept with the device is made anew as soon as somebody looks again", () => {
  const { around, heard, link } = start();
  around.sockets[0].open();
  around.sleep(600_000);
  link.hurry();
  assert(around.sockets[0].isClosed);
  assert.equal(heard.at(-1), "lost");
  around.sockets[1].open();
  assert.equal(heard.at(-1), "live");
});

test("A connection that spoke a moment ago is left alone by who looks again", () => {
  const { around, link } = start();
  around.sockets[0].open();
  around.pass(14_000);
  link.hurry();
  assert.equal(around.sockets.length, 1);
});

test("A network that has changed is not waited for", () => {
  const { around, link } = start();
  around.sockets[0].open();
  link.renew();
  assert(around.sockets[0].isClosed);
  assert.equal(around.sockets.length, 2);
});

test("A new connection goes on where the last message ended, whichever way it takes", () => {
  const { around, heard } = start();
  around.sockets[0].open();
  around.sockets[0].say({ type: "delta", seats: [[1, "B", 1]], next: "a-7" });
  around.sockets[0].breakOff();
  around.pass(500);
  around.sockets[1].say({ type: "heartbeat", next: "a-7" });
  assert.equal(heard.at(-1), "live", "whoever has missed nothing gets no snapshot");
  around.sockets[1].breakOff();
  around.pass(500);
  around.sockets[2].breakOff();
  around.pass(1000);
  assert.equal(around.events.length, 1);
  assert.deepEqual(around.addresses, [
    "/live?format=compact", "/live?format=compact&after=a-7", "/live?format=compact&after=a-7",
    "/live?format=compact&after=a-7",
  ]);
});

test("The first message of each connection is told apart from what happens just now", () => {
  const around = new Surroundings();
  const firsts: boolean[] = [];
  new LiveLink("/live", { message: (_, isFirst) => firsts.push(isFirst), state: () => {} }, around).start();
  around.sockets[0].open();
  around.sockets[0].say({ type: "delta", seats: [[1, "H", 1]], next: "a-7" });
  around.sockets[0].breakOff();
  around.pass(500);
  around.sockets[1].say({ type: "delta", seats: [[1, "B", 2]], next: "a-8" });
  around.sockets[1].say({ type: "delta", seats: [[2, "H", 1]], next: "a-9" });
  assert.deepEqual(firsts, [true, false, true, false]);
});

test("A server that tells no places is asked for everything again", () => {
  const { around } = start();
  around.sockets[0].say({ type: "snapshot", seats: [], next: "a-1" });
  around.sockets[0].breakOff();
  around.pass(500);
  around.sockets[1].say({ type: "snapshot", seats: [] });
  around.sockets[1].breakOff();
  around.pass(500);
  assert.equal(around.addresses.at(-1), "/live?format=compact");
});
