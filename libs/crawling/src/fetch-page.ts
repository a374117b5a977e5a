import type { CrawledPage, CrawlJob } from '@hanok/events';
import type { TaskHandler } from '@hanok/lambda';
import { withTimeLimit } from './abortable.ts';
import { normalUrl } from './admit-url.ts';
import { type BodyLimits, decodedBody } from './decoded-body.ts';
import { HttpStatusError, NotHtmlError } from './errors.ts';
import { guardedFetch } from './guarded-fetch.ts';
import type { Guard, SiteAnswer } from './guarded-request.ts';
import type { Politeness } from './politeness.ts';
import { type PageContent, readPage } from './read-page.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** The limits of one fetch; `totalMs` is over robots.txt, redirects and body together. */
export type FetchLimits = BodyLimits & { totalMs: number };
export const FETCH_LIMITS: FetchLimits = { maxBytes: 5_000_000, maxRatio: 100, totalMs: 10_000 };

type Options = {
  guard: Guard;
  politeness: Politeness;
  limits?: FetchLimits;
  now?: () => number;
};

/**
 * `crawl-fetch`: fetches one page, as its site's robots.txt allows and when it is its turn, and reads it. Throws the
 * errors of `crawlErrorNames`.
 */
export function createFetchPage(options: Options): TaskHandler<CrawlJob, CrawledPage> {
  const { guard, politeness, limits = FETCH_LIMITS, now = Date.now } = options;
  return ({ crawlId, url: text }, jobSignal) =>
    withTimeLimit(jobSignal, limits.totalMs, async (signal) => {
      const url = normalUrl(text);
      const beforeHop = (to: URL, from: URL | undefined) => politeness({ crawlId, to, from }, signal);
      const fetched = await guardedFetch(url, { ...guard, signal, beforeHop }, async (answer) => ({
        finalUrl: answer.url.href,
        content: await readAnswer(answer, { limits, now, signal }),
      }));
      const { finalUrl, content } = fetched;
      return { crawlId, url: url.href, finalUrl, fetchedAt: now(), ...content };
    });
}

async function readAnswer(
  { url, status, header, body }: SiteAnswer,
  { limits, now, signal }: { limits: BodyLimits; now: () => number; signal: AbortSignal },
): Promise<PageContent> {
  if (status < 200 || status > 299)
    throw new HttpStatusError(status, retryAfterSeconds(header('retry-after'), new Date(now())));
  const contentType = header('content-type') ?? '';
  if (!isHtml(contentType)) throw new NotHtmlError();
  const chunks = decodedBody(body, header('content-encoding'), limits, signal);
  return readPage(chunks, { url, contentType });
}

function isHtml(contentType: string): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType);
}
