import { type CrawledPage, MAX_DESCRIPTION, MAX_TITLE } from '@hanok/events';
import { createCharsetDecoder } from './charset-decoder.ts';
import { detectCharset, META_BYTES } from './detect-charset.ts';
import { resolveLinks } from './page-links.ts';
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
  const reader = createPageReader();
  reader.write(decoder.write(head));
  for await (const chunk of rest) reader.write(decoder.write(chunk));
  reader.write(decoder.end());
  const { title = '', description = '', hrefs, base, textLength, isCut } = reader.end();
  const links = resolveLinks(hrefs, page.url, base);
  return {
    title: toLine(title, MAX_TITLE),
    description: toLine(description, MAX_DESCRIPTION),
    links: links.links,
    isCut: isCut || links.isCut,
    textLength,
    ...detected,
  };
}

/** The first bytes, as many as tell the encoding or all there are, and the chunks behind them. */
async function splitHead(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array();
  while (head.length < META_BYTES) {
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
