import { hkscs } from './hkscs.ts';

/**
 * An index of the Encoding Standard: what stands at each pointer, 0 for nothing. A value over the last code point is two
 * characters, the first one times 0x10000 and the second. https://encoding.spec.whatwg.org/#indexes
 */
type Index = Uint32Array;
type IndexName = keyof typeof BUILDERS;

const REPLACEMENT = 0xfffd;
const FIRST_SYLLABLE = 0xac00;
const SYLLABLES = 11_172;
/** Code points of private use, which Node's decoders answer for places that the standard leaves free or fills. */
const isPrivate = (code: number) => code >= 0xe000 && code <= 0xf8ff;

/** Each index from what Node's decoders know, with what they lack or have beyond the standard put right. */
const BUILDERS = {
  big5: buildBig5,
  'euc-kr': buildKorean,
  gb18030: () =>
    readIndex('gb18030', 23_940, (at) => [
      Math.floor(at / 190) + 0x81,
      (at % 190) + (at % 190 < 0x3f ? 0x40 : 0x41),
    ]),
  /** As long as Shift_JIS has it: with the characters of private use that its decoder answers. */
  jis0208: () => readIndex('shift_jis', 11_280, shiftJisBytes),
  jis0212: () => readIndex('euc-jp', 7_211, (at) => [0x8f, Math.floor(at / 94) + 0xa1, (at % 94) + 0xa1]),
};
const built = new Map<IndexName, Index>();

/** The index of that name, built when it is first needed. */
export function indexOf(name: IndexName): Index {
  const index = built.get(name) ?? BUILDERS[name]();
  built.set(name, index);
  return index;
}

/** What Node's decoder reads at each pointer. */
function readIndex(charset: string, length: number, bytesOf: (pointer: number) => readonly number[]): Index {
  const decoder = new TextDecoder(charset);
  return Uint32Array.from({ length }, (_, pointer) => {
    const text = decoder.decode(Uint8Array.from(bytesOf(pointer)));
    const code = text.codePointAt(0) ?? 0;
    return Array.from(text).length === 1 && code !== REPLACEMENT ? code : 0;
  });
}

function shiftJisBytes(pointer: number): readonly number[] {
  const row = Math.floor(pointer / 188);
  const cell = pointer % 188;
  return [row + (row < 0x1f ? 0x81 : 0xc1), cell + (cell < 0x3f ? 0x40 : 0x41)];
}

/** Letters with two accents, which Unicode has in two characters only. */
const PAIRS: readonly (readonly [pointer: number, text: string])[] = [
  [1_133, '\u00ca\u0304'],
  [1_135, '\u00ca\u030c'],
  [1_164, '\u00ea\u0304'],
  [1_166, '\u00ea\u030c'],
];

function buildBig5(): Index {
  const index = readIndex('big5', 19_782, (pointer) => {
    const cell = pointer % 157;
    return [Math.floor(pointer / 157) + 0x81, cell + (cell < 0x3f ? 0x40 : 0x62)];
  }).map((code) => (isPrivate(code) ? 0 : code));
  for (const [pointer, codePoint] of hkscs()) index[pointer] = codePoint;
  for (const [pointer, text] of PAIRS) index[pointer] = text.charCodeAt(0) * 0x10000 + text.charCodeAt(1);
  return index;
}

/** Trail bytes of one lead byte in EUC-KR: 0x41 to 0xFE. */
const KOREAN_ROW = 190;
const koreanPointer = (lead: number, trail: number) => (lead - 0x81) * KOREAN_ROW + (trail - 0x41);

/**
 * Windows code page 949: KS X 1001 with the two characters that its revision of 1998 added, and in the places that are
 * free before and beside it every syllable that is not in there in the order of Unicode. Node stops at KS X 1001, the
 * 2,350 syllables of 1987.
 */
function buildKorean(): Index {
  const index = readIndex('euc-kr', (0xfe - 0x81 + 1) * KOREAN_ROW, (pointer) => [
    Math.floor(pointer / KOREAN_ROW) + 0x81,
    (pointer % KOREAN_ROW) + 0x41,
  ]).map((code, pointer) => (isWansung(pointer) && !isPrivate(code) ? code : 0));
  const known = new Set(index);
  const later = Array.from({ length: SYLLABLES }, (_, at) => FIRST_SYLLABLE + at).filter(
    (code) => !known.has(code),
  );
  const places = extensionPlaces();
  for (const [at, code] of later.entries()) index[places[at] ?? 0] = code;
  index[koreanPointer(0xa2, 0xe6)] = 0x20ac;
  index[koreanPointer(0xa2, 0xe7)] = 0xae;
  return index;
}

/** Both bytes of KS X 1001 are from 0xA1 to 0xFE. */
function isWansung(pointer: number): boolean {
  return pointer >= koreanPointer(0xa1, 0xa1) && pointer % KOREAN_ROW >= 0xa1 - 0x41;
}

/** Letters and 0x81 to 0xFE after a lead of 0x81 to 0xA0; after 0xA1 to 0xC6 only up to 0xA0. */
function extensionPlaces(): number[] {
  const places: number[] = [];
  for (let lead = 0x81; lead <= 0xc6; lead++)
    for (let trail = 0x41; trail <= (lead <= 0xa0 ? 0xfe : 0xa0); trail++) {
      const isGap = (trail > 0x5a && trail < 0x61) || (trail > 0x7a && trail < 0x81);
      if (!isGap) places.push(koreanPointer(lead, trail));
    }
  return places;
}
