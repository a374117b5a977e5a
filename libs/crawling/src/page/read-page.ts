import {
  MAX_CRAWL_URL,
  MAX_DESCRIPTION,
  MAX_LINK_BYTES,
  MAX_LINKS,
  MAX_TITLE,
} from '../messages/crawl-limits.ts';
import type { CrawledPage } from '../messages/crawl-page.ts';
import { createCharsetDecoder } from '../charset/charset-decoder.ts';
import { detectCharset, type DetectedCharset } from '../charset/detect-charset.ts';
import { PRESCAN_BYTES } from '../charset/prescan.ts';
import { isXhtml } from '../fetch/content-type.ts';
import { encodeQuery } from './encode-query.ts';
import { createPageReader } from './page-reader.ts';

/** What a page says of itself. */
export type PageContent = Omit<CrawledPage, 'crawlId' | 'url' | 'finalUrl' | 'fetchedAt'>;

/**
 * Reads a page while its bytes come, and from its start again when a `meta` names another encoding than the first bytes.
 * Throws only what the chunks throw. https://html.spec.whatwg.org/multipage/parsing.html#changing-the-encoding-while-parsing
 */
export async function readPage(
  chunks: AsyncIterable<Uint8Array>,
  page: { url: URL; contentType: string },
): Promise<PageContent> {
  const { head, rest } = await splitHead(chunks);
  const isXml = isXhtml(page.contentType);
  let detected = detectCharset(head, page.contentType);
  let reading = startReading(detected.charset, isXml);
  /** What was read, as long as a `meta` may say that it is in another encoding. */
  let read: Uint8Array[] | undefined = isXml || !isTentative(detected) ? undefined : [];
  for await (const chunk of concat(head, rest)) {
    read?.push(chunk);
    reading.write(chunk);
    const charset = read && reading.charset();
    if (read === undefined || charset === undefined) continue;
    if (charset !== detected.charset) {
      reading = startReading(charset, isXml);
      for (const each of read) reading.write(each);
    }
    detected = { charset, charsetFrom: 'meta' };
    read = undefined;
  }
  const { title = '', description = '', hrefs, base, textLength, isCut } = reading.end();
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

/** A `meta` anywhere in the page may correct what was found in the first bytes of its content. */
function isTentative({ charset, charsetFrom }: DetectedCharset): boolean {
  return charsetFrom !== 'bom' && charsetFrom !== 'header' && !charset.startsWith('utf-16');
}

function startReading(charset: string, isXml: boolean) {
  const decoder = createCharsetDecoder(charset);
  const reader = createPageReader({ isXml });
  return {
    write: (bytes: Uint8Array) => reader.write(decoder.write(bytes)),
    charset: () => reader.charset(),
    end: () => {
      reader.write(decoder.end());
      return reader.end();
    },
  };
}

async function* concat(head: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  yield* rest;
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
