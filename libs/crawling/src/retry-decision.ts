import { MAX_AFTER_SECONDS } from '@hanok/events';
import type { CrawlErrorName } from './errors.ts';
import type { Failure } from './failure-reason.ts';

/** Fetches of one crawl, waits for a turn not counted. */
export const MAX_ATTEMPTS = 4;
/** The wait before the second attempt; it is four times as long with each one. */
const FIRST_WAIT_SECONDS = 15;

export type RetryDecision =
  { retry: true; attempt: number; afterSeconds: number } | { retry: false; attempt: number; afterSeconds: 0 };

/** Another attempt would end in the same way. */
const FINAL: ReadonlySet<CrawlErrorName | undefined> = new Set<CrawlErrorName>([
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
 * Whether a crawl goes on after a failed attempt, and when. A wait for the crawl's turn is no attempt. What a page or a
 * policy decides is final, a status of 4xx too, but for 408, 425 and 429; timeouts, 5xx, broken connections and errors
 * that are not ours are tried again, after the wait that the site asks for if it is the longer one.
 */
export function decideRetry(failure: Failure, attempt: number): RetryDecision {
  const { name, afterSeconds = 0 } = failure;
  if (name === 'CrawlDelayedError')
    return { retry: true, attempt, afterSeconds: Math.min(Math.max(afterSeconds, 1), MAX_AFTER_SECONDS) };
  if (isFinal(failure) || attempt >= MAX_ATTEMPTS) return { retry: false, attempt, afterSeconds: 0 };
  const backoff = FIRST_WAIT_SECONDS * 4 ** (attempt - 1);
  return { retry: true, attempt: attempt + 1, afterSeconds: Math.max(backoff, afterSeconds) };
}

function isFinal({ name, status }: Failure): boolean {
  if (name !== 'HttpStatusError') return FINAL.has(name);
  return status === undefined || !(status >= 500 || [408, 425, 429].includes(status));
}
