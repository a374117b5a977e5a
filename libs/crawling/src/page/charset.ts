import { Parser } from 'htmlparser2';
import type { CrawledPage } from '@hanok/events';
import { type CharsetDecoder, createKoreanDecoder } from './korean-decoder.ts';

/** How far into a page its `meta` may stand. https://html.spec.whatwg.org/#determining-the-character-encoding */
export const META_BYTES = 1_024;

type DetectedCharset = Pick<CrawledPage, 'charset' | 'charsetFrom'>;

/**
 * The encoding of a page whose first bytes are given: by byte order mark, else by the header, else by a `meta` within
 * the first 1,024 bytes. A label that is not known counts as none; without any it is UTF-8.
 */
export function detectCharset(head: Uint8Array, contentType: string): DetectedCharset {
  const bom = charsetOfBom(head);
  if (bom !== undefined) return { charset: bom, charsetFrom: 'bom' };
  const header = charsetOfType(contentType);
  if (header !== undefined) return { charset: header, charsetFrom: 'header' };
  const meta = charsetOfMeta(head.subarray(0, META_BYTES));
  if (meta !== undefined) return { charset: meta, charsetFrom: 'meta' };
  return { charset: 'utf-8', charsetFrom: 'fallback' };
}

function charsetOfBom([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return undefined;
}

function charsetOfType(contentType: string): string | undefined {
  const label = /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1];
  return label === undefined ? undefined : charsetOfLabel(label);
}

/** A `meta` that can be read as ASCII and says UTF-16 cannot be right: it is UTF-8 then. */
function charsetOfMeta(head: Uint8Array): string | undefined {
  let found: string | undefined;
  const parser = new Parser({
    onopentag: (name, { charset, content, 'http-equiv': equivalent }) => {
      if (name !== 'meta' || found !== undefined) return;
      if (charset !== undefined) found = charsetOfLabel(charset.trim());
      else if (equivalent?.toLowerCase() === 'content-type') found = charsetOfType(content ?? '');
    },
  });
  parser.end(new TextDecoder('latin1').decode(head));
  return found?.startsWith('utf-16') ? 'utf-8' : found;
}

/** A decoder for an encoding of the Encoding Standard, by its name. */
export function createCharsetDecoder(charset: string): CharsetDecoder {
  if (charset === 'euc-kr') return createKoreanDecoder();
  const decoder = new TextDecoder(charset);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

/** The name of the encoding that a label stands for, such as `euc-kr` for `ks_c_5601-1987`; undefined for others. */
export function charsetOfLabel(label: string): string | undefined {
  try {
    return new TextDecoder(LABELS_OF_WINDOWS.has(label.toLowerCase()) ? 'euc-kr' : label).encoding;
  } catch {
    return undefined;
  }
}

/** In use for Korean, though the Encoding Standard has only `windows-949`. */
const LABELS_OF_WINDOWS: ReadonlySet<string> = new Set(['cp949', 'ms949', 'uhc']);
