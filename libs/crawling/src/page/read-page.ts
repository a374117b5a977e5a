import {
  type CrawledPage,
  MAX_CRAWL_URL,
  MAX_DESCRIPTION,
  MAX_LINK_BYTES,
  MAX_LINKS,
  MAX_TITLE,
} from '@hanok/events';
import { createCharsetDecoder } from '../charset/charset-decoder.ts';
import { detectCharset } from '../charset/detect-charset.ts';
import { PRESCAN_BYTES } from '../charset/prescan.ts';
import { isXhtml } from '../fetch/content-type.ts';
import { encodeQuery } from './encode-query.ts';
import { createPageReader } from './page-reader.ts';

/** What a page says of itself. */
export type PageContent = Omit<CrawledPage, 'crawlId' | 'url' | 'finalUrl' | 'fetchedAt'>;

/** Reads a page while its bytes come. Throws only what the chunks throw. */
export async function readPage(
  chunks: AsyncIterable<Uint8Array>,
  page: { url: URL; contentType: string },
): Promise<PageContent> {
  const { head, rest } = await splitHead(chunks);
  const detected = detectCharset(head, page.contentType);
  const decoder = createCharsetDecoder(detected.charset);
  const reader = createPageReader({ isXml: isXhtml(page.contentType) });
  reader.write(decoder.write(head));
  for await (const chunk of rest) reader.write(decoder.write(chunk));
  reader.write(decoder.end());
  const { title = '', description = '', hrefs, base, textLength, isCut } = reader.end();
  const links = resolveLinks(hrefs, { url: page.url, base, charset: detected.charset });
  return {
    title: toLine(title, MAX_TITLE),
    description: toLine(description, MAX_DESCRIPTION),
    links: links.links,
    isCut: isCut || links.isCut,
    textLength,
    ...detected,
  };
}

/** The first bytes, enough to detect the encoding, and the chunks after them. */
async function splitHead(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array();
  while (head.length < PRESCAN_BYTES) {
    const { done, value } = await rest.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  return { head, rest: { [Symbol.asyncIterator]: () => rest } };
}

/** One line: white space and control characters are one blank each time, and no pair of surrogates is cut in two. */
function toLine(text: string, maxLength: number): string {
  const line = text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, maxLength);
  return line.replace(/[\ud800-\udbff]$/, '').toWellFormed();
}

/** The links of a page, absolute, and whether there were more than are kept. */
type PageLinks = { links: string[]; isCut: boolean };

/**
 * The `href`s of a page as URLs: http and https only, fragments left out, each once and in order. `base` is the page's
 * own `base href`, which is passed over when it is no http or https URL. `charset` is that of the queries.
 */
function resolveLinks(
  hrefs: Iterable<string>,
  { url, base, charset }: { url: URL; base: string | undefined; charset: string },
): PageLinks {
  const from = (base !== undefined && resolveLink(encodeQuery(base, charset), url)) || url;
  const links = new Set<string>();
  let bytes = 2;
  for (const href of hrefs) {
    const link = resolveLink(encodeQuery(href, charset), from)?.href;
    if (link === undefined || links.has(link)) continue;
    bytes += Buffer.byteLength(JSON.stringify(link)) + 1;
    if (links.size === MAX_LINKS || bytes > MAX_LINK_BYTES) return { links: [...links], isCut: true };
    links.add(link);
  }
  return { links: [...links], isCut: false };
}

function resolveLink(href: string, base: URL): URL | undefined {
  if (!URL.canParse(href, base.href)) return undefined;
  const link = new URL(href, base);
  link.hash = '';
  const isKept = /^https?:$/.test(link.protocol) && link.href.length <= MAX_CRAWL_URL;
  return isKept ? link : undefined;
}
