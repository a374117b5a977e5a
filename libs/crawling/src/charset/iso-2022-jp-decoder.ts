import { indexOf } from './indexes.ts';
import type { CharsetDecoder } from './pair-decoder.ts';

/** What bytes mean until the next escape. */
type Mode = 'ascii' | 'roman' | 'katakana' | 'kanji';

/** The two bytes after ESC, and what they change to. */
const MODES: Readonly<Record<string, Mode>> = {
  '(B': 'ascii',
  '(J': 'roman',
  '(I': 'katakana',
  '$@': 'kanji',
  $B: 'kanji',
};
const ESCAPE = 0x1b;

/**
 * A decoder of ISO-2022-JP. An escape that is none, and one right after another, is an error, after which its other bytes
 * count for themselves. https://encoding.spec.whatwg.org/#iso-2022-jp-decoder
 */
export function createIso2022JpDecoder(): CharsetDecoder {
  const index = indexOf('jis0208');
  let mode: Mode = 'ascii';
  /** The bytes of an escape that has begun. */
  let escape = '';
  let lead = 0;
  /** Nothing has been written since the last escape. */
  let isFresh = false;
  const error = () => {
    isFresh = false;
    return '\ufffd';
  };

  function readByte(byte: number): string {
    if (byte === ESCAPE) {
      const text = lead === 0 ? '' : '\ufffd';
      lead = 0;
      escape = '\x1b';
      return text;
    }
    if (lead !== 0) {
      const code = isIn(byte, 0x21, 0x7e) && index[(lead - 0x21) * 94 + byte - 0x21];
      lead = 0;
      return code ? String.fromCodePoint(code) : '\ufffd';
    }
    isFresh = false;
    if (mode === 'kanji') {
      if (!isIn(byte, 0x21, 0x7e)) return '\ufffd';
      lead = byte;
      return '';
    }
    if (mode === 'katakana')
      return isIn(byte, 0x21, 0x5f) ? String.fromCharCode(0xff61 - 0x21 + byte) : '\ufffd';
    if (byte > 0x7f || byte === 0x0e || byte === 0x0f) return '\ufffd';
    if (mode === 'roman' && byte === 0x5c) return '\xa5';
    return mode === 'roman' && byte === 0x7e ? '\u203e' : String.fromCharCode(byte);
  }

  /** One more byte of an escape. */
  function readEscape(byte: number): string {
    const begun = escape;
    const next = String.fromCharCode(byte);
    if (begun === '\x1b' && (next === '$' || next === '(')) {
      escape += next;
      return '';
    }
    escape = '';
    const entered = MODES[begun.slice(1) + next];
    if (entered === undefined) return error() + readAll(begun.slice(1) + next);
    mode = entered;
    const text = isFresh ? '\ufffd' : '';
    isFresh = true;
    return text;
  }

  const read = (byte: number) => (escape === '' ? readByte(byte) : readEscape(byte));
  const readAll = (bytes: string) => Array.from(bytes, (byte) => read(byte.charCodeAt(0))).join('');

  return {
    write: (bytes) => Array.from(bytes, read).join(''),
    end() {
      const begun = escape;
      escape = '';
      const text = begun === '' ? '' : error() + readAll(begun.slice(1));
      return lead === 0 ? text : `${text}\ufffd`;
    },
  };
}

const isIn = (byte: number, first: number, last: number) => byte >= first && byte <= last;
