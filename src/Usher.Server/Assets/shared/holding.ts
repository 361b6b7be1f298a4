import { busy } from "./busy-button";
import { askToHold, newKey, type HoldAnswer } from "./hold-request";
import type { LoneOffer } from "./lone-offer";
import { seatCount } from "./money";
import { inWords, type ChosenSeat, type SeatMapApi } from "./seat-map-api";
import { toast } from "./toast";

/** Asks for the chosen seats, and says what came of it without leaving the page unless they are held. */
export class Holding {
  private key = newKey();
  private isAsking = false;

  constructor(
    private readonly show: number,
    private readonly map: SeatMapApi,
    private readonly button: HTMLButtonElement,
    private readonly chosen: () => readonly ChosenSeat[],
    private readonly offer: LoneOffer,
    private readonly seatsMax: number,
  ) {
    addEventListener("pageshow", (event) => {
      if (event.persisted) {
        this.key = newKey();
      }
    });
  }

  /** Another choice is another wish. */
  choiceChanged(): void {
    this.key = newKey();
    this.offer.hide();
  }

  async ask(): Promise<void> {
    if (this.isAsking) {
      return;
    }

    const seats = [...this.chosen()];
    if (seats.length === 0) {
      toast("Choose a seat first.");
      this.map.focus();
      return;
    }

    const numbers = seats.map((seat) => seat.seat_number);
    this.isAsking = this.map.holding = true;
    const end = busy(this.button, "Holding…");
    const answer = await this.insist(numbers);
    if (answer.kind === "held") {
      location.assign(`/bookings/${answer.id}`);
      // Who comes back finds the wish fulfilled, and no longer a choice that could be lost to somebody else.
      addEventListener("pageshow", () => {
        this.map.selected = [];
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
  }

  // Whoever was turned away by a crowd is kept in it: the same wish again, when the server said.
  private async insist(numbers: number[]): Promise<HoldAnswer> {
    for (;;) {
      const answer = await askToHold(this.show, numbers, this.key);
      if (answer.kind !== "busy") {
        return answer;
      }

      const words = (seconds: number): string =>
        `Many people are here at once. Your choice is kept; next try in ${seconds} s.`;
      const message = toast(words(answer.seconds), undefined, true);
      for (let seconds = answer.seconds; seconds > 0; seconds--) {
        message.say(words(seconds));
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }

      message.close();
    }
  }

  private tell(answer: HoldAnswer, seats: ChosenSeat[]): void {
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
      case "unreached":
        toast("We could not be reached. Your choice is kept.", { words: "Try again", run: () => void this.ask() });
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
    const gone = seats.filter((seat) => taken.has(seat.seat_number)).map(inWords);
    const others = seats.filter((seat) => !taken.has(seat.seat_number));
    this.map.selected = others.map((seat) => seat.seat_number);
    const names = gone.length > 1
      ? `${gone.slice(0, -1).join(", ")} and ${gone.at(-1)}`
      : gone[0] ?? seatCount(taken.size);
    toast(
      `Someone was a moment faster for ${names}. Nothing is held yet.`,
      others.length === 0 ? undefined : {
        words: others.length === 1 ? "Hold the other one" : `Hold the other ${others.length}`,
        run: () => void this.ask(),
      });
  }
}
