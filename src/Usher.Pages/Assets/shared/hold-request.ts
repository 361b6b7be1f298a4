import type { Challenge } from "./challenge";
import { addressOn } from "./page-address";

/** The outcome of a request for seats. */
export type HoldAnswer =
  | { kind: "held"; id: string }
  | { kind: "taken"; seats: number[] }
  | { kind: "lone"; words: string; seats: number[]; alternatives: number[][] }
  | { kind: "busy"; seconds: number }
  | { kind: "challenge"; challenge: Challenge }
  | { kind: "closed" }
  | { kind: "refused"; words: string }
  | { kind: "unreached" };

const retrySecondsDefault = 3;
const keyBytes = 16;

/** The key of a request, so that sending it twice books once: a random UUID. Browsers make their own
 * only for pages that came encrypted. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Requests seats; with the answer to a challenge, where the server has asked for one. */
export async function askToHold(
  show: number, seats: number[], key: string, challengeAnswer?: string,
): Promise<HoldAnswer> {
  let response: Response;
  try {
    response = await fetch(addressOn("/api/bookings"), {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        ...(challengeAnswer && { "Challenge-Answer": challengeAnswer }),
      },
      body: JSON.stringify({ show_id: show, seat_numbers: seats }),
    });
  } catch {
    return { kind: "unreached" };
  }

  const answer = await response.json().catch(() => ({}));
  switch (response.status) {
    case 201:
      // A response may also be lost half-way.
      return answer.booking_id ? { kind: "held", id: answer.booking_id } : { kind: "unreached" };
    case 409:
      // Of slots that have begun it says which: the others are still to be had.
      if (answer.reason === "SHOW_OVER" && !answer.conflict_seats?.length) {
        return { kind: "closed" };
      }

      if (answer.reason === "LIMIT_REACHED") {
        return { kind: "refused", words: answer.message };
      }

      return answer.reason === "LEAVES_SINGLE_SEAT"
        ? { kind: "lone", words: answer.message, seats: answer.lone_seats, alternatives: answer.alternatives }
        : { kind: "taken", seats: answer.conflict_seats ?? [] };
    case 403:
      return answer.challenge
        ? { kind: "challenge", challenge: answer.challenge }
        : { kind: "refused", words: answer.detail ?? "That did not work." };
    case 503:
      return { kind: "busy", seconds: Number(response.headers.get("Retry-After")) || retrySecondsDefault };
    // A proxy without an answer does not know the outcome.
    case 502:
    case 504:
      return { kind: "unreached" };
    case 422:
      return { kind: "closed" };
    default:
      return { kind: "refused", words: answer.detail ?? answer.title ?? "That did not work." };
  }
}
