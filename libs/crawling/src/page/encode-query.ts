import { createCharsetDecoder } from '../charset/charset-decoder.ts';

/** The bytes of each character in one encoding, ASCII left out. */
type Bytes = readonly number[];
type CharsetTable = ReadonlyMap<string, Bytes>;

const ESCAPE_TO_KANJI: Bytes = [0x1b, 0x24, 0x42];
const ESCAPE_TO_ROMAN: Bytes = [0x1b, 0x28, 0x4a];
const ESCAPE_TO_ASCII: Bytes = [0x1b, 0x28, 0x42];
/** Characters that Big5 has twice and whose later place is used. */
const LATER_IN_BIG5 = '═╞╡╪十卅';

/**
 * The `href` with its query in the encoding of the page, percent-encoded: a form or script of the site expects it so. All
 * else stays as it is, for `URL` to write in UTF-8. A character that the encoding does not have is written as `&#…;`.
 * https://url.spec.whatwg.org/#query-state
 */
export function encodeQuery(href: string, charset: string): string {
  if (/^(?:utf-|replacement$)/.test(charset)) return href;
  const [, before = '', query = '', fragment = ''] = /^([^?#]*\?)([^#]*)(.*)$/s.exec(href) ?? [];
  if (!/[\x80-\uffff]/.test(query)) return href;
  const wellFormed = query.toWellFormed();
  const encoded =
    charset === 'iso-2022-jp'
      ? encodeEscaped(wellFormed)
      : wellFormed.replace(/[\x80-\uffff]+/g, (run) => encodeRun(run, charset));
  return before + encoded + fragment;
}

function encodeRun(run: string, charset: string): string {
  const table = tableOf(charset);
  const parts = Array.from(run, (character) => {
    const bytes = bytesOf(character, table, charset);
    return bytes ? percentEncode(bytes) : referenceOf(character);
  });
  return parts.join('');
}

const referenceOf = (character: string) => `%26%23${character.codePointAt(0)}%3B`;

/** Characters outside the first plane have places of their own only in GB18030. */
function bytesOf(character: string, table: CharsetTable, charset: string): Bytes | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (charset === 'gb18030' && code > 0xffff) return fourBytes(189_000 + code - 0x10000);
  return table.get(character);
}

/**
 * ISO-2022-JP has the two-byte characters of EUC-JP without their high bits, and katakana of full width only; an escape
 * stands where what a byte means changes. https://encoding.spec.whatwg.org/#iso-2022-jp-encoder
 */
function encodeEscaped(query: string): string {
  const table = tableOf('euc-jp');
  let text = '';
  let current = ESCAPE_TO_ASCII;
  const enter = (escape: Bytes) => {
    if (escape !== current) text += percentEncode(escape);
    current = escape;
  };
  for (const character of query) {
    const bytes = table.get(toFullWidth(character));
    if (bytes) enter(bytes.length === 1 ? ESCAPE_TO_ROMAN : ESCAPE_TO_KANJI);
    else if (current === ESCAPE_TO_KANJI || character === '\\' || character === '~') enter(ESCAPE_TO_ASCII);
    if (bytes) text += percentEncode(bytes.map((byte) => byte & 0x7f));
    else text += character < '\x80' ? character : referenceOf(character);
  }
  enter(ESCAPE_TO_ASCII);
  return text;
}

/** Marks of half width are combining ones by normalization, which this encoding does not have. */
function toFullWidth(character: string): string {
  if (character === '\uff9e') return '\u309b';
  if (character === '\uff9f') return '\u309c';
  return character >= '\uff61' && character <= '\uff9d' ? character.normalize('NFKC') : character;
}

function percentEncode(bytes: Bytes): string {
  return bytes.map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : hexOf(byte))).join('');
}
const hexOf = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
/** Bytes that a query shows as ASCII, second ones of a character too. */
const isPlain = (byte: number) => byte > 0x20 && byte < 0x7f && !`"#'<>`.includes(String.fromCharCode(byte));

const tables = new Map<string, CharsetTable>();

/** Built from the decoder when a page first needs it, so that both agree. */
function tableOf(charset: string): CharsetTable {
  const table = tables.get(charset) ?? buildTable(charset);
  tables.set(charset, table);
  return table;
}

/** The first place of a character counts. */
function buildTable(charset: string): CharsetTable {
  const table = new Map<string, Bytes>();
  const decoder = createCharsetDecoder(charset);
  for (const bytes of placesOf(charset)) {
    const character = decoder.write(Uint8Array.from(bytes)) + decoder.end();
    const isOne = Array.from(character).length === 1 && character >= '\x80' && character !== '\ufffd';
    const isLater = charset === 'big5' && LATER_IN_BIG5.includes(character);
    if (isOne && (isLater || !table.has(character))) table.set(character, bytes);
  }
  if (charset === 'shift_jis' || charset === 'euc-jp') addJapanese(table);
  if (charset === 'gb18030' || charset === 'gbk') addChinese(table);
  if (charset === 'gb18030') table.set('\ufffd', fourBytes(PLACE_OF_REPLACEMENT));
  return table;
}

/** https://encoding.spec.whatwg.org/#shift_jis-encoder */
function addJapanese(table: Map<string, Bytes>): void {
  const minus = table.get('\uff0d');
  table.set('\xa5', [0x5c]).set('\u203e', [0x7e]);
  if (minus) table.set('\u2212', minus);
}

/** Characters of private use that stood, until the edition of 2022, where the decoder reads others by now. */
const FORMER: readonly (readonly [lead: number, trail: number, codes: string])[] = [
  [0xa6, 0xd9, '\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793'],
  [0xa6, 0xec, '\ue794\ue795'],
  [0xa6, 0xf3, '\ue796'],
  [0xfe, 0x59, '\ue81e'],
  [0xfe, 0x61, '\ue826'],
  [0xfe, 0x66, '\ue82b\ue82c'],
  [0xfe, 0x6d, '\ue832'],
  [0xfe, 0x7e, '\ue843'],
  [0xfe, 0x90, '\ue854'],
  [0xfe, 0xa0, '\ue864'],
];
const PLACE_OF_REPLACEMENT = 39_417;

/** https://encoding.spec.whatwg.org/#gb18030-encoder */
function addChinese(table: Map<string, Bytes>): void {
  for (const [lead, trail, codes] of FORMER)
    for (const [at, character] of Array.from(codes).entries()) table.set(character, [lead, trail + at]);
}

const MULTI_BYTE: ReadonlySet<string> = new Set(['big5', 'euc-jp', 'euc-kr', 'gb18030', 'gbk', 'shift_jis']);

/** Every place of an encoding that an encoder uses. */
function* placesOf(charset: string): Generator<Bytes> {
  const isSingle = !MULTI_BYTE.has(charset);
  for (let byte = 0x80; byte <= 0xff; byte++)
    if (isSingle || (charset === 'shift_jis' && byte >= 0xa1 && byte <= 0xdf)) yield [byte];
  if (isSingle) return;
  if (charset === 'gbk' || charset === 'shift_jis') yield [0x80];
  if (charset === 'euc-jp') for (let trail = 0xa1; trail <= 0xdf; trail++) yield [0x8e, trail];
  for (let lead = 0x81; lead <= 0xfe; lead++)
    if (isUsed(lead, charset)) for (let trail = 0x40; trail <= 0xfe; trail++) yield [lead, trail];
  if (charset === 'gb18030') for (let place = 0; place < 39_420; place++) yield fourBytes(place);
}

/** Decoders know more leads: rows that Windows has twice, characters of one's own, those of Hong Kong, and JIS X 0212. */
function isUsed(lead: number, charset: string): boolean {
  if (charset === 'shift_jis') return lead < 0xed || lead > 0xf9;
  return charset === 'big5' || charset === 'euc-jp' ? lead >= 0xa1 : true;
}

/** https://encoding.spec.whatwg.org/#gb18030-encoder */
function fourBytes(place: number): Bytes {
  return [
    Math.floor(place / 12_600) + 0x81,
    (Math.floor(place / 1_260) % 10) + 0x30,
    (Math.floor(place / 10) % 126) + 0x81,
    (place % 10) + 0x30,
  ];
}
