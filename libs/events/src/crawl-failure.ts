import * as z from 'zod/mini';
import { crawlId, crawlJob } from './crawl-job.ts';
import { crawlUrl } from './crawl-url.ts';

/** What Step Functions says of a caught error. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const caughtError = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type CaughtError = z.infer<typeof caughtError>;

/** The input of `crawl-fail`: a job whose fetch or store failed. */
export const crawlFailure = z.extend(crawlJob, { error: caughtError });
export type CrawlFailure = z.infer<typeof crawlFailure>;

/** Most seconds until the next attempt. */
export const MAX_AFTER_SECONDS = 86_400;

/** The output of `crawl-fail`: with `retry` a job again, to be run after `afterSeconds`; without, the end of the crawl. */
export const crawlVerdict = z.object({
  crawlId,
  url: crawlUrl,
  /** The number of the next fetch. */
  attempt: z.int().check(z.minimum(1), z.maximum(1_000)),
  retry: z.boolean(),
  /** 0 without `retry`. */
  afterSeconds: z.int().check(z.minimum(0), z.maximum(MAX_AFTER_SECONDS)),
  /** For the caller of the API: says nothing internal. */
  reason: z.string(),
});
export type CrawlVerdict = z.infer<typeof crawlVerdict>;
