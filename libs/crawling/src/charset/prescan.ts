import { charsetOfLabel } from './labels.ts';

/** How far into a page its `meta` may stand. */
export const PRESCAN_BYTES = 1_024;

/** The encoding that a page names in its first bytes, and in which place. */
type Declared = { charset: string; charsetFrom: 'meta' | 'xml' };
/** Where the scan stands; at the end of the text nothing more is known, which ends it. */
type Scan = { text: string; at: number };

/**
 * The encoding that the first bytes of a page name: in a `meta` of HTML, else in an XML declaration. The bytes are
 * scanned and not parsed, as the standard says: a `meta` within a script counts too.
 * https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
 */
export function prescan(head: Uint8Array, { isXml }: { isXml: boolean }): Declared | undefined {
  const text = Buffer.from(head.subarray(0, PRESCAN_BYTES)).toString('latin1');
  const utf16 = text.startsWith('<\0?\0x\0')
    ? 'utf-16le'
    : text.startsWith('\0<\0?\0x')
      ? 'utf-16be'
      : undefined;
  if (utf16 !== undefined) return { charset: utf16, charsetFrom: 'xml' };
  const meta = isXml ? undefined : scanForMeta({ text, at: 0 });
  if (meta !== undefined) return { charset: meta, charsetFrom: 'meta' };
  const xml = charsetOfDeclaration(text);
  return xml === undefined ? undefined : { charset: xml, charsetFrom: 'xml' };
}

function scanForMeta(scan: Scan): string | undefined {
  const { text } = scan;
  while ((scan.at = text.indexOf('<', scan.at)) !== -1) {
    if (text.startsWith('<!--', scan.at)) skipPast('-->', scan, 2);
    else if (take(/<meta(?=[\t\n\f\r /])/iy, scan)) {
      const attributes = readAttributes(scan);
      const charset = attributes && charsetOfMeta(Object.fromEntries(attributes));
      if (charset !== undefined) return charset;
    } else if (take(/<\/?[a-z][^\t\n\f\r >]*/iy, scan)) readAttributes(scan);
    else if (take(/<[!/?]/y, scan)) skipPast('>', scan, 0);
    else scan.at++;
  }
  return undefined;
}

/** A page that can be read as ASCII and says UTF-16 cannot be right: it is UTF-8 then. */
const toReadable = (charset: string | undefined) => (charset?.startsWith('utf-16') ? 'utf-8' : charset);

/** The encoding that a `meta` of these attributes names; `content` counts only beside `http-equiv=content-type`. */
export function charsetOfMeta(attributes: Readonly<Record<string, string>>): string | undefined {
  const { charset: own, content, 'http-equiv': equivalent } = attributes;
  const isType = equivalent?.toLowerCase() === 'content-type';
  const found = own === undefined ? isType && content && charsetOfContent(content) : charsetOfLabel(own);
  const charset = toReadable(found || undefined);
  return charset === 'x-user-defined' ? 'windows-1252' : charset;
}

/** https://html.spec.whatwg.org/multipage/urls-and-fetching.html#extracting-character-encodings-from-meta-elements */
function charsetOfContent(content: string): string | undefined {
  const [, value = ''] = /charset[\t\n\f\r ]*=[\t\n\f\r ]*(.*)/is.exec(content) ?? [];
  const [, double, single, bare] =
    /^(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r ;][^\t\n\f\r ;]*))/.exec(value) ?? [];
  const label = double ?? single ?? bare;
  return label === undefined ? undefined : charsetOfLabel(label);
}

/** The attributes up to the end of a tag, the first of each name; undefined where the text ends before. */
function readAttributes(scan: Scan): Map<string, string> | undefined {
  const attributes = new Map<string, string>();
  for (;;) {
    take(/[\t\n\f\r /]*/y, scan);
    if (scan.text[scan.at] === '>') return attributes;
    const [, name = ''] = take(/(=?[^\t\n\f\r />=]*)/y, scan) ?? [];
    let value = '';
    if (take(/[\t\n\f\r ]*=[\t\n\f\r ]*/y, scan)) {
      const [, double, single, bare] =
        take(/"([^"]*)"|'([^']*)'|((?!["'])[^\t\n\f\r >]*)/y, scan) ?? endOf(scan);
      value = double ?? single ?? bare ?? '';
    }
    if (scan.at >= scan.text.length) return undefined;
    if (!attributes.has(name.toLowerCase())) attributes.set(name.toLowerCase(), value.toLowerCase());
  }
}

/** https://html.spec.whatwg.org/multipage/parsing.html#concept-get-xml-encoding-when-sniffing */
function charsetOfDeclaration(text: string): string | undefined {
  const [declaration = ''] = /^<\?xml[^>]*>/.exec(text) ?? [];
  const [, double, single] =
    /^(?:(?!encoding).)*encoding[^!-\xff]*=[^!-\xff]*(?:"([!-\xff]*?)"|'([!-\xff]*?)')/s.exec(declaration) ??
    [];
  const label = double ?? single;
  return label === undefined ? undefined : toReadable(charsetOfLabel(label));
}

/** Goes over what stands here, or stays. */
function take(pattern: RegExp, scan: Scan): RegExpExecArray | undefined {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text) ?? undefined;
  if (found) scan.at = pattern.lastIndex;
  return found;
}

function skipPast(end: string, scan: Scan, from: number): void {
  const at = scan.text.indexOf(end, scan.at + from);
  scan.at = at === -1 ? scan.text.length : at + end.length;
}

function endOf(scan: Scan): readonly string[] {
  scan.at = scan.text.length;
  return [];
}
