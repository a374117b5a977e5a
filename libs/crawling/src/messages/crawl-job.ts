import * as z from 'zod/mini';
import { crawlUrl } from './crawl-url.ts';

/** The id of a crawl, which is also the name of its first execution. */
export const crawlId = z
  .string()
  .check(z.regex(/^[\w-]{1,80}$/, 'expected 1 to 80 letters, digits, - and _'));

/** The number of a fetch, from 1. */
export const crawlAttempt = z.int().check(z.minimum(1), z.maximum(1_000));
export const crawlDelays = z.int().check(z.minimum(0), z.maximum(1_000));

/** The input of an execution and of `crawl-fetch`: one page to fetch. */
export const crawlJob = z.object({
  crawlId,
  url: crawlUrl,
  attempt: z._default(crawlAttempt, 1),
  /** The waits for its turn at a host so far. */
  delays: z.optional(crawlDelays),
});
/** One page to fetch, with the number of the attempt. */
export type CrawlJob = z.infer<typeof crawlJob>;

/** The body of `POST /crawl`. */
export const crawlRequest = z.object({ url: crawlUrl });
