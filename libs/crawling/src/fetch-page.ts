import { addLogIds, type Observation, type TaskHandler } from '@hanok/lambda';
import type { CrawledPage } from './messages/crawl-page.ts';
import type { CrawlJob } from './messages/crawl-job.ts';
import type { FetchOutcome } from './messages/crawl-outcome.ts';
import { normalUrl } from './address/host.ts';
import { CrawlDelayedError, CrawlError, HttpStatusError, NotHtmlError } from './errors.ts';
import { mediaTypeOf, splitList } from './fetch/content-type.ts';
import { type BodyLimits, decodedBody } from './fetch/decoded-body.ts';
import type { FetchPolicy } from './fetch/fetch-policy.ts';
import type { SiteAnswer } from './fetch/get-once.ts';
import { getUrl } from './fetch/get-url.ts';
import { sniffedHtml } from './fetch/sniffed-html.ts';
import { type PageContent, readPage } from './page/read-page.ts';
import type { Politeness } from './politeness/politeness.ts';
import { withTimeLimit } from './time-limit.ts';

/** The limits of one fetch; `totalMs` is over robots.txt, redirects and body together. */
export type FetchLimits = BodyLimits & { totalMs: number };
export const FETCH_LIMITS: FetchLimits = { maxBytes: 5_000_000, maxRatio: 100, totalMs: 10_000 };
const HTML_TYPES: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml']);
/** A site that does not name a type may say so; its page is HTML when it begins as HTML does. */
const UNKNOWN_TYPE = 'unknown/unknown';
/** Longest wait that a site can ask for with Retry-After, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

type Options = Observation & {
  policy: FetchPolicy;
  politeness: Politeness;
  limits?: FetchLimits;
  now?: () => Date;
};
type Run = Required<Options> & { signal: AbortSignal };

/**
 * `crawl-fetch`: fetches one page, as its site's robots.txt allows and when it is its turn, and reads it. A page that
 * cannot be had is an outcome; one log line and one count say which.
 */
export function fetchPage(options: Options): TaskHandler<CrawlJob, FetchOutcome> {
  const { limits = FETCH_LIMITS, now = () => new Date(), log, metrics } = options;
  return async (job, jobSignal) => {
    addLogIds({ crawlId: job.crawlId });
    try {
      const page = await withTimeLimit(jobSignal, limits.totalMs, (signal) =>
        getPage(job, { ...options, limits, now, signal }),
      );
      log.info('page fetched', { crawlId: job.crawlId });
      metrics.count('PagesFetched');
      return { outcome: 'fetched', attempt: job.attempt, delays: job.delays, ...page };
    } catch (error) {
      if (!(error instanceof CrawlError)) throw error;
      log.info('page not fetched', { crawlId: job.crawlId, error });
      metrics.count(error instanceof CrawlDelayedError ? 'FetchesDelayed' : 'FetchesFailed');
      const { name, message, status, afterSeconds } = error;
      return { outcome: 'failed', ...job, failure: { name, message, status, afterSeconds } };
    }
  };
}

async function getPage({ crawlId, url: text }: CrawlJob, run: Run): Promise<CrawledPage> {
  const { policy, politeness, now, signal } = run;
  const url = normalUrl(text);
  const beforeHop = (to: URL, from: URL | undefined) => politeness({ crawlId, to, from }, signal);
  const { finalUrl, content } = await getUrl(url, { ...policy, signal, beforeHop }, async (answer) => ({
    finalUrl: answer.url.href,
    content: await readAnswer(answer, run),
  }));
  return { crawlId, url: url.href, finalUrl, fetchedAt: now().getTime(), ...content };
}

async function readAnswer(
  { url, status, headers, body }: SiteAnswer,
  { limits, now, signal }: Run,
): Promise<PageContent> {
  if (status < 200 || status > 299)
    throw new HttpStatusError(status, retryAfterSeconds(headers('retry-after')[0], now()));
  const contentType = headers('content-type');
  const essence = mediaTypeOf(contentType)?.essence ?? UNKNOWN_TYPE;
  if (!HTML_TYPES.has(essence) && (essence !== UNKNOWN_TYPE || isNoSniff(headers))) throw new NotHtmlError();
  const chunks = decodedBody(body, headers('content-encoding'), limits, signal);
  return readPage(essence === UNKNOWN_TYPE ? sniffedHtml(chunks) : chunks, {
    url,
    contentType: contentType.join(', '),
  });
}

/** https://fetch.spec.whatwg.org/#x-content-type-options-header */
const isNoSniff = (headers: SiteAnswer['headers']) =>
  splitList(headers('x-content-type-options').join(', '))[0]?.toLowerCase() === 'nosniff';

/**
 * The seconds that a Retry-After header asks for, at most an hour: a number of them or a date. Undefined for another
 * text. https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
function retryAfterSeconds(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d{1,10}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MAX_RETRY_AFTER_SECONDS);
}
