import { nounFor } from "../seat-map/nouns";
import { joined } from "../seat-map/words";
import { busy } from "./busy-button";
import { answerTo } from "./challenge";
import type { Choice } from "./choice";
import { askToHold, newKey, type HoldAnswer } from "./hold-request";
import type { LoneOffer } from "./lone-offer";
import { seatCount } from "./money";
import { addressOn } from "./page-address";
import { inWords, type ChosenSeat, type SeatMapApi } from "./seat-map-api";
import { toast } from "./toast";
import { Waiting } from "./waiting";

/** The final outcome of a request. */
type Fate = Exclude<HoldAnswer, { kind: "busy" | "unreached" | "challenge" }>;

/** Requests the chosen seats, and reports the outcome without leaving the page unless they are held. */
export class Holding {
  private key = newKey();
  private isAsking = false;

  constructor(
    private readonly show: number,
    private readonly map: SeatMapApi,
    private readonly button: HTMLButtonElement,
    private readonly choice: Choice,
    private readonly offer: LoneOffer,
    private readonly seatsMax: number,
    /** Called when a request begins and when it ends: in between the choice must not change. */
    private readonly lock: (isAsking: boolean) => void,
  ) {
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        this.key = newKey();
      }
    });
  }

  /** Another choice is another request. */
  choiceChanged(): void {
    this.key = newKey();
    this.offer.hide();
  }

  async ask(): Promise<void> {
    if (this.isAsking) {
      return;
    }

    const seats = [...this.choice.seats];
    if (seats.length === 0) {
      toast(`Choose a ${nounFor(1)} first.`);
      this.map.focus();
      return;
    }

    this.isAsking = this.map.holding = true;
    this.lock(true);
    this.offer.hide();
    const end = busy(this.button, "Holding…");
    const answer = await this.insist(seats.map((seat) => seat.seat_number), this.key);
    if (answer.kind === "held") {
      location.assign(addressOn(`/bookings/${answer.id}`));
      // After coming back, the seats are held, and no longer a choice that somebody else could take.
      addEventListener("pageshow", () => {
        this.choice.keep([]);
        this.finish(end);
      }, { once: true });
      return;
    }

    this.finish(end);
    this.tell(answer, seats);
  }

  private finish(end: () => void): void {
    end();
    this.isAsking = this.map.holding = false;
    this.lock(false);
  }

  /**
   * Repeats the same request until its outcome is known. A lost response does not show it, nor does a 503: the seats
   * may be held by now, for this very buyer. Only the same seats with the same key can find that out. Any other request
   * would collide with the buyer's own hold and report it as somebody else's. So the choice is locked meanwhile, rather
   * than released and corrected afterwards.
   */
  private async insist(numbers: number[], key: string): Promise<Fate> {
    const waiting = new Waiting();
    let challengeAnswer: string | undefined;
    for (;;) {
      const answer = await askToHold(this.show, numbers, key, challengeAnswer);
      if (answer.kind === "busy") {
        await waiting.forCrowd(answer.seconds);
      } else if (answer.kind === "unreached") {
        await waiting.forNetwork();
      } else if (answer.kind === "challenge") {
        waiting.forWork();
        challengeAnswer = await answerTo(answer.challenge);
      } else {
        waiting.end();
        return answer;
      }
    }
  }

  private tell(answer: Fate, seats: ChosenSeat[]): void {
    switch (answer.kind) {
      case "taken":
        this.tellTaken(seats, new Set(answer.seats));
        break;
      case "lone":
        this.tellLone(answer.words, seats.map((seat) => seat.seat_number), answer.seats, answer.alternatives);
        break;
      case "closed":
        location.reload();
        break;
      case "refused":
        toast(answer.words);
        break;
    }
  }

  private tellLone(words: string, wanted: number[], lone: number[], alternatives: number[][]): void {
    const all = [...wanted, ...lone].sort((a, b) => a - b);
    this.offer.show(words, all.length <= this.seatsMax ? [all, ...alternatives] : alternatives);
  }

  private tellTaken(seats: ChosenSeat[], taken: Set<number>): void {
    this.choice.keep(seats.map((seat) => seat.seat_number).filter((seat) => !taken.has(seat)));
    // The map may know of more that are taken by now, and chooses none of them.
    const others = new Set(this.map.selected);
    const goneSeats = seats.filter((seat) => !others.has(seat.seat_number));
    const gone = joined(goneSeats.map(inWords));
    toast(
      `${gone || seatCount(taken.size)} ${(goneSeats.length || taken.size) === 1 ? "is" : "are"} no longer available. `
        + "Nothing is held yet.",
      others.size === 0 ? undefined : {
        words: others.size === 1 ? "Hold the other one" : `Hold the other ${others.size}`,
        run: () => void this.ask(),
      });
  }
}
