import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lines, paint, printable, text } from './terminal.ts';

/** What a terminal obeys, breaks a line at, reorders, joins or does not show: first and last code point. */
const OBEYED: readonly (readonly [first: number, last: number])[] = [
  ...([
    [0, 0x1f],
    [0x7f, 0x9f],
    [0xad, 0xad],
    [0x34f, 0x34f],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
  ] as const),
  ...([
    [0x180b, 0x180f],
    [0x200b, 0x200f],
    [0x2028, 0x202e],
    [0x2060, 0x206f],
    [0x3164, 0x3164],
  ] as const),
  ...([
    [0xd800, 0xdfff],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff9, 0xfffb],
  ] as const),
  ...([
    [0xfffe, 0xffff],
    [0x1d173, 0x1d17a],
    [0xe0000, 0xe0fff],
    [0xf0000, 0x10ffff],
  ] as const),
];
const isObeyed = (code: number) => OBEYED.some(([first, last]) => code >= first && code <= last);
const SPELLED_OUT = /^(?: |\\[nr]|\\u[\da-f]{4}|\\u\{[\da-f]{5,6}\})$/;

describe('printable', () => {
  it('lets nothing through that a terminal obeys or does not show, of all code points', () => {
    const wrong = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const shown = printable(character);
      const right = shown === character ? !isObeyed(code) : SPELLED_OUT.test(shown);
      if (!right) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('keeps letters, marks, symbols and spaces of every script', () => {
    const kept = 'Aé한글 각 日本語 עברית العربية हिन्दी 😀 ✔ \u00a0\u3000';
    expect(printable(kept)).toBe(kept);
  });

  it('makes one line of any text, half characters too', () => {
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (any) => {
        const shown = printable(any);
        expect(shown.isWellFormed()).toBe(true);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });

  it('spells out as JavaScript does', () => {
    expect(printable('a\u001b[2Jb\u0007\u009bc\td\r\ne\u202e\u2028\u{e0041}\ud800')).toBe(
      'a\\u001b[2Jb\\u0007\\u009bc d\\r\\ne\\u202e\\u2028\\u{e0041}\\ud800',
    );
  });
});

describe('what goes to a terminal', () => {
  const HOSTILE = 'x\n\u001b[31mREPORT';
  const SHOWN = 'x\\n\\u001b[31mREPORT';

  it('has the line feeds of a template, and none of its values', () => {
    expect(text`\n${HOSTILE}: ${1}\n`.written).toBe(`\n${SHOWN}: 1\n`);
    expect(text`${text`${HOSTILE}\n`}`.written).toBe(`${SHOWN}\n`);
  });

  it('has no style but its own', () => {
    expect(paint('red', HOSTILE).written).toContain(SHOWN);
  });

  it('has the line feeds of a table, and nothing else of it that a terminal obeys', () => {
    expect(lines('a\n\u001b[31mb\r\n').written).toBe('a\n\\u001b[31mb\\r\n');
  });
});
