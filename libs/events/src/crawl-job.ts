import * as z from 'zod/mini';
import { crawlUrl } from './crawl-url.ts';

/** The id of a crawl, which is also the name of its execution. */
export const crawlId = z
  .string()
  .check(z.regex(/^[\w-]{1,80}$/, 'expected 1 to 80 letters, digits, - and _'));

/** The input of an execution and of `crawl-fetch`: one page to fetch. `attempt` counts from 1. */
export const crawlJob = z.object({
  crawlId,
  url: crawlUrl,
  attempt: z._default(z.int().check(z.minimum(1), z.maximum(1_000)), 1),
});
export type CrawlJob = z.infer<typeof crawlJob>;

/** The body of `POST /crawl`. */
export const crawlRequest = z.object({ url: crawlUrl });
