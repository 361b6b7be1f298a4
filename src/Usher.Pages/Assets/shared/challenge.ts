/** Work that the server asks for before it holds seats: it slows down programs that buy by the dozen. */
export interface Challenge {
  token: string;
  bits: number;
}

/** How long the page is not answered to in one go. */
const sliceMilliseconds = 12;

/** Between two looks at the clock. */
const triesPerLook = 500;

const blockBytes = 64;
const lengthBytes = 8;
const rounds = 64;

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4).
const constants = Uint32Array.from(primes(rounds), (prime) => fraction(Math.cbrt(prime)));

// And of the square roots of the first 8.
const initial = Uint32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/**
 * Looks for a number with which the SHA-256 of "token:number" begins with so many zero bits. All but the last block of
 * that text stays the same, so its part of the hash is computed once.
 */
export class Search {
  private readonly state = Uint32Array.from(initial);
  private readonly block = new Uint8Array(blockBytes);
  private readonly words = new Uint32Array(rounds);
  private readonly hash = new Uint32Array(initial.length);
  private readonly begin: number;
  private readonly prefixBytes: number;
  private next = 0;

  constructor(private readonly challenge: Challenge) {
    const prefix = new TextEncoder().encode(`${challenge.token}:`);
    const whole = prefix.length - (prefix.length % blockBytes);
    for (let at = 0; at < whole; at += blockBytes) {
      this.block.set(prefix.subarray(at, at + blockBytes));
      compress(this.state, this.block, this.words);
    }

    this.block.fill(0);
    this.block.set(prefix.subarray(whole));
    this.begin = prefix.length - whole;
    this.prefixBytes = prefix.length;
  }

  /** Tries so many numbers; the answer, or null if it is none of them. */
  run(tries: number): string | null {
    for (let i = 0; i < tries; i++, this.next++) {
      if (this.isAnswer(this.next)) {
        return `${this.challenge.token}.${this.next}`;
      }
    }

    return null;
  }

  private isAnswer(number: number): boolean {
    const digits = String(number);
    const end = this.begin + digits.length;
    if (end + 1 + lengthBytes > blockBytes) {
      throw new Error("The challenge is longer than any that the server gives.");
    }

    for (let i = 0; i < digits.length; i++) {
      this.block[this.begin + i] = digits.charCodeAt(i);
    }

    this.block[end] = 0x80;
    const bits = (this.prefixBytes + digits.length) * 8;
    this.block[blockBytes - 2] = bits >> 8;
    this.block[blockBytes - 1] = bits & 0xff;
    this.hash.set(this.state);
    compress(this.hash, this.block, this.words);
    return Math.clz32(this.hash[0]) >= this.challenge.bits;
  }
}

/** Works on it in small slices, so that the page stays answered to. */
export async function answerTo(challenge: Challenge): Promise<string> {
  const search = new Search(challenge);
  for (;;) {
    for (const end = performance.now() + sliceMilliseconds; performance.now() < end;) {
      const answer = search.run(triesPerLook);
      if (answer !== null) {
        return answer;
      }
    }

    await breath();
  }
}

/** Lets the browser do whatever waits. A timer would wait for a second each time in a page that nobody looks at. */
function breath(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** One block of SHA-256. */
function compress(state: Uint32Array, block: Uint8Array, words: Uint32Array): void {
  for (let i = 0; i < 16; i++) {
    const at = i * 4;
    words[i] = (block[at] << 24) | (block[at + 1] << 16) | (block[at + 2] << 8) | block[at + 3];
  }

  for (let i = 16; i < rounds; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    words[i] = words[i - 16] + words[i - 7]
      + (turned(early, 7) ^ turned(early, 18) ^ (early >>> 3))
      + (turned(late, 17) ^ turned(late, 19) ^ (late >>> 10));
  }

  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < rounds; i++) {
    const chosen = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + constants[i] + words[i]) | 0;
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }

  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fraction(root: number): number {
  return (root - Math.floor(root)) * 2 ** 32;
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let number = 2; found.length < count; number++) {
    if (found.every((prime) => number % prime !== 0)) {
      found.push(number);
    }
  }

  return found;
}
