import * as z from 'zod/mini';
import { crawlAttempt, crawlDelays, crawlId, crawlJob } from './crawl-job.ts';
import { MAX_AFTER_SECONDS, MAX_CRAWL_URL, MAX_REASON } from './crawl-limits.ts';
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
/** Why a page was not fetched, with what the site asks for in that case. */
export type FetchFailure = z.infer<typeof fetchFailure>;

/** The output of `crawl-fetch`: the page with the attempt that brought it, or the job again with why there is none. */
export const fetchOutcome = z.union([
  z.extend(crawledPage, {
    outcome: z.literal('fetched'),
    attempt: crawlAttempt,
    delays: z.optional(crawlDelays),
  }),
  z.extend(crawlJob, { outcome: z.literal('failed'), failure: fetchFailure }),
]);
/** The page that was fetched, or the job with its failure. */
export type FetchOutcome = z.infer<typeof fetchOutcome>;

/** What Step Functions says of a caught error. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
const caughtError = z.object({ Error: z.string() });

/** Text that a table and a state can hold: at most so many UTF-16 code units, without lone surrogates. */
const cutText = (length: number) =>
  z.pipe(
    z.string(),
    z.transform((text) => text.slice(0, length).toWellFormed()),
  );

/**
 * The input of `crawl-fail`: a job with the failure of its fetch or with the error by which `crawl-fetch` ended, or a page
 * with the error by which `crawl-store` ended. It takes whatever a site or an error brings beside the id, so that every failure comes to a
 * verdict: a failure or an error that cannot be read is none, and a number that cannot be is one that is not tried again.
 */
export const crawlFailure = z.object({
  crawlId,
  url: z.catch(cutText(MAX_CRAWL_URL), ''),
  outcome: z.catch(z.optional(z.string()), undefined),
  attempt: z.catch(z.optional(crawlAttempt), 1_000),
  delays: z.catch(z.optional(crawlDelays), 1_000),
  failure: z.catch(z.optional(fetchFailure), undefined),
  error: z.catch(z.optional(caughtError), undefined),
});
/** A crawl that has come to no page so far; of its members, only `crawlId` is sure to say something. */
export type CrawlFailure = z.infer<typeof crawlFailure>;

/** The output of `crawl-fail`: with `retry` a job again, to be run after `afterSeconds`; without, the end of the crawl. */
export const crawlVerdict = z.object({
  crawlId,
  url: crawlUrl,
  /** The number of the next fetch. */
  attempt: crawlAttempt,
  delays: z.optional(crawlDelays),
  retry: z.boolean(),
  /** Whose failure it is: one of the crawler itself may be gone when the same crawl is started again. */
  failedBy: z.enum(['site', 'crawler']),
  /** 0 without `retry`. */
  afterSeconds: z.int().check(z.minimum(0), z.maximum(MAX_AFTER_SECONDS)),
  /** For the caller of the API: says nothing internal. */
  reason: z.string().check(z.maxLength(MAX_REASON)),
});
/** Whether a crawl is tried again and when, or that it has ended, with the reason for the caller. */
export type CrawlVerdict = z.infer<typeof crawlVerdict>;
