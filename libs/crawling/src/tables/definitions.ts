import { defineTable } from '@hanok/tables';

/** The newest page of each URL. */
export const PAGE_TABLE = defineTable({
  name: 'CrawlPages',
  key: { partition: { name: 'Url', type: 'S' } },
});

/** The outcome of each crawl. */
export const CRAWL_TABLE = defineTable({
  name: 'Crawls',
  key: { partition: { name: 'CrawlId', type: 'S' } },
  expires: 'ExpiresAt',
});

/** What is known of hosts: `robots#<origin>` is a robots.txt, `next#<host>` and `turn#<host>#<crawl>` are turns. */
export const HOST_TABLE = defineTable({
  name: 'CrawlHosts',
  key: { partition: { name: 'HostKey', type: 'S' } },
  expires: 'ExpiresAt',
});
