/** Bytes to text, piece by piece: a character may begin in one and end in the next. Never throws for bad bytes. */
export type CharsetDecoder = { write(bytes: Uint8Array): string; end(): string };

/** Places of one lead byte in the Encoding Standard's index: trail bytes 0x41 to 0xFE. */
const ROW = 190;
const REPLACEMENT = 0xfffd;
const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;

let index: Uint16Array | undefined;

/**
 * A decoder of EUC-KR as the web means it, Windows code page 949. The one of Node stops at KS X 1001, the 2,350 syllables
 * of 1987, and reads every later one (`똠`, `뷁`) as two wrong characters. https://encoding.spec.whatwg.org/#euc-kr-decoder
 */
export function createKoreanDecoder(): CharsetDecoder {
  const codes = (index ??= buildIndex());
  let lead = 0;
  return {
    write(bytes) {
      const text = new Uint16Array(bytes.length + 1);
      let length = 0;
      for (const byte of bytes) {
        if (lead === 0) {
          if (byte < 0x80) text[length++] = byte;
          else if (byte >= 0x81 && byte <= 0xfe) lead = byte;
          else text[length++] = REPLACEMENT;
          continue;
        }
        const code = byte >= 0x41 && byte <= 0xfe ? codes[positionOf(lead, byte)] : 0;
        text[length++] = code || REPLACEMENT;
        if (!code && byte < 0x80) text[length++] = byte;
        lead = 0;
      }
      return Buffer.from(text.buffer, 0, length * 2).toString('utf16le');
    },
    end: () => (lead === 0 ? '' : String.fromCharCode(REPLACEMENT)),
  };
}

const positionOf = (lead: number, trail: number) => (lead - 0x81) * ROW + (trail - 0x41);

/**
 * Code page 949 is KS X 1001 and, in the places that are free before and beside it, every syllable that is not in there
 * in the order of Unicode: what Node knows gives the rest.
 */
function buildIndex(): Uint16Array {
  const codes = new Uint16Array((0xfe - 0x81 + 1) * ROW);
  const known = fillStandard(codes);
  const later = Array.from({ length: SYLLABLES }, (_, i) => FIRST_SYLLABLE + i).filter(
    (code) => !known.has(code),
  );
  const places = extensionPlaces();
  for (const [at, code] of later.entries()) codes[places[at] ?? 0] = code;
  return codes;
}

/** Fills in KS X 1001 with the two characters that its revision of 1998 added, and answers what it has. */
function fillStandard(codes: Uint16Array): Set<number> {
  const decoder = new TextDecoder('euc-kr');
  const known = new Set<number>();
  for (let lead = 0xa1; lead <= 0xfd; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const code = decoder.decode(Uint8Array.of(lead, trail)).charCodeAt(0);
      if (code === REPLACEMENT || (code >= 0xe000 && code <= 0xf8ff)) continue;
      codes[positionOf(lead, trail)] = code;
      known.add(code);
    }
  codes[positionOf(0xa2, 0xe6)] = 0x20ac;
  codes[positionOf(0xa2, 0xe7)] = 0xae;
  return known;
}

/** Letters and 0x81 to 0xFE after a lead of 0x81 to 0xA0; after 0xA1 to 0xC6 only up to 0xA0. */
function extensionPlaces(): number[] {
  const places: number[] = [];
  for (let lead = 0x81; lead <= 0xc6; lead++)
    for (let trail = 0x41; trail <= (lead <= 0xa0 ? 0xfe : 0xa0); trail++) {
      const isGap = (trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81);
      if (!isGap) places.push(positionOf(lead, trail));
    }
  return places;
}
