import type { CrawlFailure, CrawlVerdict } from '@hanok/events';
import type { TaskHandler } from '@hanok/lambda';
import type { CrawlTable } from './tables/crawl-table.ts';
import { readFailure } from './failure-reason.ts';
import { decideRetry } from './retry-decision.ts';

/** `crawl-fail`: decides whether the crawl is tried again, and stores why it failed. The same input, the same answer. */
export function failCrawl(options: {
  crawls: Pick<CrawlTable, 'putVerdict'>;
  now?: () => Date;
}): TaskHandler<CrawlFailure, CrawlVerdict> {
  const { crawls, now = () => new Date() } = options;
  return async ({ crawlId, url, attempt, error }, signal) => {
    const failure = readFailure(error);
    const verdict = { crawlId, url, ...decideRetry(failure, attempt), reason: failure.reason };
    await crawls.putVerdict(verdict, attempt, now(), signal);
    return verdict;
  };
}
