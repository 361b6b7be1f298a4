import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { Search } from "../shared/challenge";

const hashOf = (answer: string): string => {
  const at = answer.lastIndexOf(".");
  return createHash("sha256").update(`${answer.slice(0, at)}:${answer.slice(at + 1)}`).digest("hex");
};

const zeroBits = (hex: string): number => Math.clz32(Number.parseInt(hex.slice(0, 8), 16));

test("The hash of an answer begins with as many zero bits as the challenge asks for", () => {
  for (const length of [1, 40, 63, 64, 88, 110]) {
    for (const bits of [8, 11, 14]) {
      const answer = new Search({ token: "t".repeat(length), bits }).run(1_000_000);
      assert(answer !== null, `${length} ${bits}`);
      assert(zeroBits(hashOf(answer)) >= bits, `${length} ${bits}: ${hashOf(answer)}`);
    }
  }
});

test("No smaller number would do, so none was overlooked", () => {
  const token = "A".repeat(88);
  const answer = new Search({ token, bits: 9 }).run(1_000_000)!;
  const found = Number(answer.slice(answer.lastIndexOf(".") + 1));
  for (let number = 0; number < found; number++) {
    assert(zeroBits(hashOf(`${token}.${number}`)) < 9, String(number));
  }
});

test("It goes on where it stopped", () => {
  const challenge = { token: "b".repeat(88), bits: 12 };
  const whole = new Search(challenge).run(1_000_000);
  const search = new Search(challenge);
  let answer: string | null = null;
  while (answer === null) {
    answer = search.run(7);
  }

  assert.equal(answer, whole);
});
