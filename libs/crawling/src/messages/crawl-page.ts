import * as z from 'zod/mini';
import { crawlId } from './crawl-job.ts';
import { MAX_DESCRIPTION, MAX_LINK_BYTES, MAX_LINKS, MAX_TITLE } from './crawl-limits.ts';
import { crawlUrl } from './crawl-url.ts';

const count = z.int().check(z.minimum(0));
const linkBytes = (links: readonly string[]) => new TextEncoder().encode(JSON.stringify(links)).length;

/** A fetched page: the output of `crawl-fetch` and the input of `crawl-store`. */
export const crawledPage = z.object({
  crawlId,
  /** As asked for, in its normal form. */
  url: crawlUrl,
  /** Where the redirects ended. */
  finalUrl: crawlUrl,
  /** Milliseconds since the epoch. */
  fetchedAt: count,
  /** Empty when the page has none. */
  title: z.string().check(z.maxLength(MAX_TITLE)),
  description: z.string().check(z.maxLength(MAX_DESCRIPTION)),
  /** Absolute, without fragments, each once, in the order of the page. */
  links: z.array(z.string()).check(
    z.maxLength(MAX_LINKS),
    z.refine((links) => linkBytes(links) <= MAX_LINK_BYTES, { error: `at most ${MAX_LINK_BYTES} bytes` }),
  ),
  /** The page has more links, or is nested deeper, than is kept. */
  isCut: z.boolean(),
  /** Characters of text that are not white space; scripts and styles are no text. */
  textLength: count,
  /** A name of the Encoding Standard, and what said so; `fallback` is UTF-8 where nothing known was declared. */
  charset: z.string(),
  charsetFrom: z.enum(['bom', 'header', 'meta', 'xml', 'fallback']),
});
/** A page with its texts and links, each within its limit. */
export type CrawledPage = z.infer<typeof crawledPage>;
