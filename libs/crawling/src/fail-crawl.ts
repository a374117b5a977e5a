import { type CrawlFailure, type CrawlVerdict, type FetchFailure, MAX_AFTER_SECONDS } from '@hanok/events';
import type { TaskHandler } from '@hanok/lambda';
import type { CrawlTable } from './tables/crawl-table.ts';

/** Fetches of one crawl, waits for a turn not counted. */
export const MAX_ATTEMPTS = 4;
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

/** `crawl-fail`: decides whether the crawl is tried again, and stores why it failed. The same input, the same answer. */
export function failCrawl(options: {
  crawls: Pick<CrawlTable, 'putVerdict'>;
  now?: () => Date;
}): TaskHandler<CrawlFailure, CrawlVerdict> {
  const { crawls, now = () => new Date() } = options;
  return async ({ crawlId, url, attempt, failure }, signal) => {
    const verdict = { crawlId, url, ...decideRetry(failure, attempt), reason: reasonOf(failure) };
    await crawls.putVerdict(verdict, attempt, now(), signal);
    return verdict;
  };
}

/** For the caller of the API: an error that is no failure of the fetch keeps its message to the log. */
function reasonOf(failure: FetchFailure | undefined): string {
  return failure ? `${failure.name}: ${failure.message}` : 'The crawler failed; its log says why';
}

/**
 * Whether a crawl goes on after a failed attempt, and when. A wait for the crawl's turn is no attempt. What a page or a
 * policy decides is final, a status of 4xx too, but for 408, 425 and 429; timeouts, 5xx, broken connections and errors
 * of the crawler itself are tried again, after the wait that the site asks for if it is the longer one.
 */
export function decideRetry(
  failure: FetchFailure | undefined,
  attempt: number,
): Pick<CrawlVerdict, 'retry' | 'attempt' | 'afterSeconds'> {
  const { name, afterSeconds = 0 } = failure ?? {};
  if (name === 'CrawlDelayedError')
    return { retry: true, attempt, afterSeconds: Math.min(Math.max(afterSeconds, 1), MAX_AFTER_SECONDS) };
  if (isFinal(failure) || attempt >= MAX_ATTEMPTS) return { retry: false, attempt, afterSeconds: 0 };
  const backoff = FIRST_WAIT_SECONDS * 4 ** (attempt - 1);
  return { retry: true, attempt: attempt + 1, afterSeconds: Math.max(backoff, afterSeconds) };
}

function isFinal(failure: FetchFailure | undefined): boolean {
  if (failure?.name !== 'HttpStatusError') return failure !== undefined && FINAL.has(failure.name);
  const { status } = failure;
  return status === undefined || !(status >= 500 || [408, 425, 429].includes(status));
}
