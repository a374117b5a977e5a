import * as z from 'zod/mini';
import { crawlId, crawlJob } from './crawl-job.ts';
import { crawledPage } from './crawl-page.ts';
import { crawlUrl } from './crawl-url.ts';

/**
 * Why a fetch brings no page. Clients of the API read the names: a name once given does not change. The message says
 * nothing internal, no full URL and no address.
 */
export const fetchFailure = z.object({
  name: z.enum([
    'AddressRefusedError',
    'ConnectionFailedError',
    'CrawlDelayedError',
    'CrawlTimeoutError',
    'HostBusyError',
    'HostNotFoundError',
    'HttpStatusError',
    'NotHtmlError',
    'RobotsDisallowedError',
    'RobotsUnreachableError',
    'TooLargeError',
    'TooManyRedirectsError',
    'UnreadableBodyError',
  ]),
  message: z.string(),
  /** The status that the site answers with. */
  status: z.optional(z.int()),
  /** The wait that the site, or the turns at its host, ask for. */
  afterSeconds: z.optional(z.int().check(z.minimum(0))),
});
export type FetchFailure = z.infer<typeof fetchFailure>;

/** The output of `crawl-fetch`: the page, or the job again with why there is none. */
export const fetchOutcome = z.union([
  z.extend(crawledPage, { outcome: z.literal('fetched') }),
  z.extend(crawlJob, { outcome: z.literal('failed'), failure: fetchFailure }),
]);
export type FetchOutcome = z.infer<typeof fetchOutcome>;

/** What Step Functions says of a caught error. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const caughtError = z.object({ Error: z.string(), Cause: z.optional(z.string()) });

/** The input of `crawl-fail`: a job with the failure of its fetch, or with the error by which `crawl-fetch` ended. */
export const crawlFailure = z
  .extend(crawlJob, { failure: z.optional(fetchFailure), error: z.optional(caughtError) })
  .check(
    z.refine(({ failure, error }) => failure !== undefined || error !== undefined, {
      path: ['failure'],
      error: 'missing, and no error beside it',
    }),
  );
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
