import { addLogIds, type TaskHandler } from '@hanok/lambda';
import { MAX_AFTER_SECONDS, MAX_REASON } from './messages/crawl-limits.ts';
import type { CrawlFailure, CrawlVerdict, FetchFailure } from './messages/crawl-outcome.ts';
import type { CrawlTable } from './tables/crawl-table.ts';

/** Fetches of one crawl, waits for a turn not counted. */
export const MAX_ATTEMPTS = 4;
/** Waits of one crawl for its turns: at most one a day each, they end within the time of an execution. */
export const MAX_DELAYS = 20;
/** The wait before the second attempt; it is four times as long with each one. */
const FIRST_WAIT_SECONDS = 15;

/** Another attempt would end in the same way. */
const FINAL: ReadonlySet<string> = new Set<FetchFailure['name']>([
  'AddressRefusedError',
  'HostBusyError',
  'HostNotFoundError',
  'NotHtmlError',
  'RobotsDisallowedError',
  'TooLargeError',
  'TooManyRedirectsError',
  'UnreadableBodyError',
]);

/**
 * `crawl-fail`: decides whether the crawl is tried again, and stores why it failed. The same input, the same answer. An
 * event that a function refuses is not tried again: it is the same the next time.
 */
export function failCrawl(options: {
  crawls: Pick<CrawlTable, 'putVerdict'>;
  now?: () => Date;
}): TaskHandler<CrawlFailure, CrawlVerdict> {
  const { crawls, now = () => new Date() } = options;
  return async ({ crawlId, url, delays, failure, error, ...failed }, signal) => {
    addLogIds({ crawlId });
    // A page of no attempt is not fetched once more: it would be so for ever.
    const { attempt = failed.outcome === 'fetched' ? MAX_ATTEMPTS : 1 } = failed;
    const decision =
      error?.Error === 'InvalidEventError' ? giveUp(attempt) : decideRetry(failure, attempt, delays);
    const waited = delays === undefined ? {} : { delays };
    const failedBy = failure ? 'site' : 'crawler';
    const verdict: CrawlVerdict = {
      ...{ crawlId, url, ...waited, ...decision },
      ...{ failedBy, reason: reasonOf(failure) },
    };
    await crawls.putVerdict(verdict, attempt, now(), signal);
    return verdict;
  };
}

/** For the caller of the API: an error that is no failure of the fetch keeps its message to the log. */
function reasonOf(failure: FetchFailure | undefined): string {
  if (!failure) return 'The crawler failed; its log says why';
  return `${failure.name}: ${failure.message}`.slice(0, MAX_REASON).toWellFormed();
}

/**
 * Whether a crawl goes on after a failed attempt, and when. A wait for the crawl's turn is no attempt; there are at most
 * `MAX_DELAYS` of them. What a page or a policy decides is final, a status of 4xx too, but for 408, 425 and 429;
 * timeouts, 5xx, broken connections and errors of the crawler itself are tried again, after the wait that the site asks
 * for if it is the longer one.
 */
export function decideRetry(failure: FetchFailure | undefined, attempt: number, delays = 0): Decision {
  const { name, afterSeconds = 0 } = failure ?? {};
  const isDelayed = name === 'CrawlDelayedError';
  if (isDelayed ? delays >= MAX_DELAYS : isFinal(failure) || attempt >= MAX_ATTEMPTS) return giveUp(attempt);
  const backoff = isDelayed ? 1 : FIRST_WAIT_SECONDS * 4 ** (attempt - 1);
  const wait = { retry: true, afterSeconds: Math.min(Math.max(backoff, afterSeconds), MAX_AFTER_SECONDS) };
  return isDelayed ? { ...wait, attempt, delays: delays + 1 } : { ...wait, attempt: attempt + 1 };
}

type Decision = Pick<CrawlVerdict, 'retry' | 'attempt' | 'afterSeconds'> & { delays?: number };

const giveUp = (attempt: number): Decision => ({ retry: false, attempt, afterSeconds: 0 });

function isFinal(failure: FetchFailure | undefined): boolean {
  if (failure?.name !== 'HttpStatusError') return failure !== undefined && FINAL.has(failure.name);
  const { status } = failure;
  return status === undefined || !(status >= 500 || [408, 425, 429].includes(status));
}
