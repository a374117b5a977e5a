import { indexOf } from './indexes.ts';

/** Bytes to text, piece by piece: a character may begin in one and end in the next. Never throws for bad bytes. */
export type CharsetDecoder = { write(bytes: Uint8Array): string; end(): string };

/** What a byte, or a byte after its lead, stands for: a code of an index, `ERROR`, or below it a lead, negative. */
type Read = number;
type PairRules = { first(byte: number): Read; next(lead: number, byte: number): Read };

const ERROR = -1;
const REPLACEMENT = 0xfffd;

/**
 * A decoder of an encoding whose characters are ASCII or of two or three bytes. A lead whose next byte does not fit is an
 * error, after which an ASCII byte counts for itself: no tag is lost behind half a character.
 */
export function createPairDecoder(charset: PairCharset): CharsetDecoder {
  const rules = RULES[charset]();
  let lead = 0;
  return {
    write(bytes) {
      const units = new Uint16Array(2 * bytes.length + 2);
      let length = 0;
      const put = (code: number) => {
        if (code > 0x10ffff) units[length++] = code >>> 16;
        if (code > 0xffff && code <= 0x10ffff) {
          units[length++] = 0xd800 + ((code - 0x10000) >> 10);
          units[length++] = 0xdc00 + (code & 0x3ff);
        } else units[length++] = code;
      };
      for (const byte of bytes) {
        const read = lead === 0 ? rules.first(byte) : rules.next(lead, byte);
        if (read === ERROR) {
          put(REPLACEMENT);
          if (lead !== 0 && byte < 0x80) put(byte);
        } else if (read >= 0) put(read);
        lead = read < ERROR ? -read : 0;
      }
      return Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
    },
    end() {
      const text = lead === 0 ? '' : '\ufffd';
      lead = 0;
      return text;
    },
  };
}

const isWithin = (byte: number, first: number, last: number) => byte >= first && byte <= last;

/** https://encoding.spec.whatwg.org/#legacy-multi-byte-chinese-(traditional)-encodings and the two chapters after it */
const RULES = {
  big5(): PairRules {
    const index = indexOf('big5');
    return {
      first: firstOfTwo,
      next(lead, byte) {
        if (!isWithin(byte, 0x40, 0x7e) && !isWithin(byte, 0xa1, 0xfe)) return ERROR;
        return index[(lead - 0x81) * 157 + byte - (byte < 0x7f ? 0x40 : 0x62)] || ERROR;
      },
    };
  },
  'euc-kr'(): PairRules {
    const index = indexOf('euc-kr');
    return {
      first: firstOfTwo,
      next: (lead, byte) =>
        isWithin(byte, 0x41, 0xfe) ? index[(lead - 0x81) * 190 + byte - 0x41] || ERROR : ERROR,
    };
  },
  shift_jis(): PairRules {
    const index = indexOf('jis0208');
    return {
      first(byte) {
        if (byte <= 0x80) return byte;
        if (isWithin(byte, 0xa1, 0xdf)) return toKatakana(byte);
        return isWithin(byte, 0x81, 0x9f) || isWithin(byte, 0xe0, 0xfc) ? -byte : ERROR;
      },
      next(lead, byte) {
        if (!isWithin(byte, 0x40, 0x7e) && !isWithin(byte, 0x80, 0xfc)) return ERROR;
        const row = (lead - (lead < 0xa0 ? 0x81 : 0xc1)) * 188;
        return index[row + byte - (byte < 0x7f ? 0x40 : 0x41)] || ERROR;
      },
    };
  },
  'euc-jp'(): PairRules {
    const short = indexOf('jis0208');
    const long = indexOf('jis0212');
    return {
      first: (byte) => (byte < 0x80 ? byte : isWithin(byte, 0xa1, 0xfe) || isShift(byte) ? -byte : ERROR),
      next(lead, byte) {
        if (lead === 0x8e) return isWithin(byte, 0xa1, 0xdf) ? toKatakana(byte) : ERROR;
        if (!isWithin(byte, 0xa1, 0xfe)) return ERROR;
        if (lead === 0x8f) return -(lead * 0x100 + byte);
        const index = lead > 0xff ? long : short;
        return index[((lead & 0xff) - 0xa1) * 94 + byte - 0xa1] || ERROR;
      },
    };
  },
};
type PairCharset = keyof typeof RULES;

export const isPairCharset = (charset: string): charset is PairCharset => Object.hasOwn(RULES, charset);

function firstOfTwo(byte: number): Read {
  if (byte < 0x80) return byte;
  return isWithin(byte, 0x81, 0xfe) ? -byte : ERROR;
}

const isShift = (byte: number) => byte === 0x8e || byte === 0x8f;
/** Katakana of half width, from 0xA1 on. */
const toKatakana = (byte: number) => 0xff61 - 0xa1 + byte;
