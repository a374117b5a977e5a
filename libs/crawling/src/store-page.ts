import { addLogIds, type TaskHandler } from '@hanok/lambda';
import * as z from 'zod/mini';
import { crawlId } from './messages/crawl-job.ts';
import type { CrawledPage } from './messages/crawl-page.ts';
import { crawlUrl } from './messages/crawl-url.ts';
import type { CrawlTable } from './tables/crawl-table.ts';
import type { PageTable } from './tables/page-table.ts';

/** What `crawl-store` answers; `isNewest` is false when a newer crawl of the URL had stored its page before. */
export const storedPage = z.object({ crawlId, url: crawlUrl, isNewest: z.boolean() });
type StoredPage = z.infer<typeof storedPage>;

/** `crawl-store`: stores the page, then the crawl as stored. Each of the two may be done again. */
export function storePage(options: {
  pages: PageTable;
  crawls: Pick<CrawlTable, 'putStored'>;
  now?: () => Date;
}): TaskHandler<CrawledPage, StoredPage> {
  const { pages, crawls, now = () => new Date() } = options;
  return async (page, signal) => {
    addLogIds({ crawlId: page.crawlId });
    const place = await pages.put(page, signal);
    await crawls.putStored(page, now(), signal);
    return { crawlId: page.crawlId, url: page.url, isNewest: place === 'newest' };
  };
}
