import { indexOf } from './indexes.ts';
import type { CharsetDecoder } from './pair-decoder.ts';

/**
 * A decoder of GB18030 and of GBK, which the standard decodes alike. Node's throws where a page is cut within four bytes
 * that do not fit. https://encoding.spec.whatwg.org/#gb18030-decoder
 */
export function createGb18030Decoder(): CharsetDecoder {
  const index = indexOf('gb18030');
  const decoder = new TextDecoder('gb18030');
  /** The bytes of a character that has begun. */
  let held: readonly number[] = [];

  function read(byte: number): string {
    const [first, ...more] = held;
    if (first === undefined) return readFirst(byte);
    if (more.length === 0 && !isDigit(byte)) {
      held = [];
      const code = index[pointerOf(first, byte)];
      if (code) return String.fromCodePoint(code);
      return byte < 0x80 ? `\ufffd${read(byte)}` : '\ufffd';
    }
    if (more.length === 1 ? isLead(byte) : isDigit(byte)) {
      held = [first, ...more, byte];
      if (held.length < 4) return '';
      const text = decoder.decode(Uint8Array.from(held));
      held = [];
      return text.includes('\ufffd') ? '\ufffd' : text;
    }
    held = [];
    return `\ufffd${[...more, byte].map(read).join('')}`;
  }

  function readFirst(byte: number): string {
    if (byte < 0x80) return String.fromCharCode(byte);
    if (byte === 0x80) return '\u20ac';
    if (byte === 0xff) return '\ufffd';
    held = [byte];
    return '';
  }

  return {
    write: (bytes) => Array.from(bytes, read).join(''),
    end() {
      const isWhole = held.length === 0;
      held = [];
      return isWhole ? '' : '\ufffd';
    },
  };
}

const isDigit = (byte: number) => byte >= 0x30 && byte <= 0x39;
const isLead = (byte: number) => byte >= 0x81 && byte <= 0xfe;

/** Below every pointer of the index for a second byte of no character. */
function pointerOf(lead: number, trail: number): number {
  if (trail < 0x40 || trail === 0x7f || trail === 0xff) return -1;
  return (lead - 0x81) * 190 + trail - (trail < 0x7f ? 0x40 : 0x41);
}
