import { createHash } from 'node:crypto';

const RANGE = 2 ** 32;
const NUMBER_BYTES = 4;

/** Whole numbers from 0 up to, not including, `bound` (at most 2^32). */
export type NextNumber = (bound: number) => number;

/**
 * Numbers that a seed determines: the 32-bit big-endian words of SHA-256 over `<seed>\n0`, `<seed>\n1`, and so on.
 * Words past the last whole multiple of `bound` are left out, so that every number is equally likely.
 */
export function seededNumbers(seed: string): NextNumber {
  let block = Buffer.alloc(0);
  let blocks = 0;
  let offset = 0;
  function nextWord(): number {
    if (offset === block.length) {
      block = createHash('sha256').update(`${seed}\n${blocks}`).digest();
      blocks += 1;
      offset = 0;
    }
    offset += NUMBER_BYTES;
    return block.readUInt32BE(offset - NUMBER_BYTES);
  }
  return (bound) => {
    const end = RANGE - (RANGE % bound);
    for (;;) {
      const word = nextWord();
      if (word < end) return word % bound;
    }
  };
}
