import type { CharsetDecoder } from './pair-decoder.ts';

/** An encoding of Node that is the same up to some characters, and those, each run of them after the byte of its first. */
type Correction = readonly [base: string, ...runs: (readonly [byte: number, characters: string])[]];

/**
 * Encodings of one byte that a supported version of Node does not know, or reads otherwise than the standard; Node 22
 * differs in all of them. Its ISO 8859-2 has a character for every byte, those below 160 as in the others.
 * https://encoding.spec.whatwg.org/#indexes
 */
const CORRECTIONS: ReadonlyMap<string, Correction> = new Map<string, Correction>([
  ['ibm866', ['ibm866', [0x1a, '\u001a'], [0x1c, '\u001c'], [0x7f, '\u007f']]],
  ['koi8-u', ['koi8-u', [0xae, 'ў'], [0xbe, 'Ў']]],
  ['windows-874', ['windows-874', [0xdb, '\ufffd\ufffd\ufffd\ufffd'], [0xfc, '\ufffd\ufffd\ufffd\ufffd']]],
  ['windows-1253', ['windows-1253', [0xaa, '\ufffd']]],
  ['windows-1255', ['windows-1255', [0xca, '\u05ba']]],
  [
    'iso-8859-16',
    [
      'iso-8859-2',
      [0xa0, '\u00a0ĄąŁ€„Š§š©Ș«Ź\u00adźŻ°±ČłŽ”¶·žčș»ŒœŸżÀÁÂĂÄĆÆÇÈÉÊËÌÍÎÏ'],
      [0xd0, 'ĐŃÒÓÔŐÖŚŰÙÚÛÜĘȚßàáâăäćæçèéêëìíîïđńòóôőöśűùúûüęțÿ'],
    ],
  ],
  [
    'x-user-defined',
    ['iso-8859-2', [0x80, String.fromCharCode(...Array.from({ length: 128 }, (_, at) => 0xf780 + at))]],
  ],
]);

/** A decoder for an encoding that Node's tables are corrected for; undefined for others. */
export function correctedDecoder(charset: string): CharsetDecoder | undefined {
  const correction = CORRECTIONS.get(charset);
  if (correction === undefined) return undefined;
  const [base, ...runs] = correction;
  const characters = [...new TextDecoder(base).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte))];
  for (const [byte, run] of runs) characters.splice(byte, run.length, ...run);
  return { write: (bytes) => Array.from(bytes, (byte) => characters[byte]).join(''), end: () => '' };
}
