import { describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';
import { endsSoon, pumped, READERS } from './hostile-input.fixture.ts';

/** Work that grows with the square of this takes minutes. */
const LONG = 60_000;
const random = seededRandom(SEED);

describe.each(Object.entries(READERS))(`%s, given hostile text (${SEED_NOTE})`, (_title, reader) => {
  it('ends soon on any of its tokens, again and again, behind any other', () => {
    for (const token of reader.tokens) {
      const pump = token.repeat(Math.ceil(LONG / token.length));
      for (const before of ['', ...reader.tokens]) {
        const pattern = before + token.repeat(reader.pattern ?? 0);
        endsSoon(() => reader.read(before + pump, pattern.slice(0, reader.pattern ?? 0)));
      }
    }
  });

  it('ends soon on texts that repeat some of its tokens', () => {
    for (let run = runs(200); run > 0; run--) {
      const text = pumped(reader, random.between(1, LONG), random);
      const pattern = pumped(reader, reader.pattern ?? 0, random);
      endsSoon(() => reader.read(text, pattern));
    }
  });
});

describe('endsSoon', () => {
  it('tells what hangs, what is too deep and what is a mistake from a refusal', () => {
    const deep = (): unknown => [deep()];
    expect(() => endsSoon(() => /^(a+)+$/.test(`${'a'.repeat(60)}!`), 100)).toThrow('timed out');
    expect(() => endsSoon(deep)).toThrow('call stack');
    expect(() => endsSoon(() => decodeURIComponent('%'))).not.toThrow();
  });
});
