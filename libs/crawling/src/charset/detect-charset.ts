import type { CrawledPage } from '../messages/crawl-page.ts';
import { isXhtml, mediaTypeOf } from '../fetch/content-type.ts';
import { charsetOfLabel } from './labels.ts';
import { prescan } from './prescan.ts';

export type DetectedCharset = Pick<CrawledPage, 'charset' | 'charsetFrom'>;

/**
 * The encoding of a page whose first bytes are given: by byte order mark, else by its type, else by a `meta` or an XML
 * declaration within the first 1,024 bytes; a `meta` says nothing in XHTML. A label that is not known counts as none;
 * without any it is UTF-8. A `meta` further on is for the reader of the page.
 * https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
 */
export function detectCharset(head: Uint8Array, contentType: string): DetectedCharset {
  const bom = charsetOfBom(head);
  if (bom !== undefined) return { charset: bom, charsetFrom: 'bom' };
  const type = mediaTypeOf([contentType]);
  const header = type?.charset === undefined ? undefined : charsetOfLabel(type.charset);
  if (header !== undefined) return { charset: header, charsetFrom: 'header' };
  const declared = prescan(head, { isXml: isXhtml(contentType) });
  return declared ?? { charset: 'utf-8', charsetFrom: 'fallback' };
}

function charsetOfBom([first, second, third]: Uint8Array): string | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return undefined;
}
