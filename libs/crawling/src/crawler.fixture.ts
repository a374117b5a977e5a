import { type CrawledPage, crawledPage } from '@hanok/events';
import { createAddressPolicy } from './address-policy.ts';
import type { startCrawlTables } from './crawl-tables.fixture.ts';
import { createFetchPage, FETCH_LIMITS, type FetchLimits } from './fetch-page.ts';
import type { Guard } from './guarded-request.ts';
import { createPoliteness } from './politeness.ts';
import type { Resolver } from './resolve-host.ts';
import { createRobotsTable } from './robots-table.ts';
import { createTurnTable } from './turn-table.ts';

/** What a test says of the crawler: hosts that are opened to it, and what is other than in a function. */
export type CrawlerSettings = {
  tables: Pick<Awaited<ReturnType<typeof startCrawlTables>>, 'client' | 'hostTable'>;
  allowedHosts?: readonly string[];
  policy?: Partial<Guard['policy']>;
  createResolver?: () => Resolver;
  patience?: Partial<Guard['patience']>;
  limits?: Partial<FetchLimits>;
  delaySeconds?: number;
  now?: () => number;
};

/** A name server is not asked for where every host is an address. */
const noResolver = (): Resolver => {
  throw new Error('No name is to be resolved here');
};

/** `crawl-fetch` as its function wires it; `fetch` throws what the function throws. */
export function buildCrawler(settings: CrawlerSettings) {
  const { tables, allowedHosts = [], now = Date.now, delaySeconds = 0 } = settings;
  const guard: Guard = {
    policy: { ...createAddressPolicy({ allowedHosts }), ...settings.policy },
    createResolver: settings.createResolver ?? noResolver,
    userAgent: 'HanokCrawler/0.1 (+https://crawler.example/)',
    patience: { connectMs: 1_000, headersMs: 1_000, bodyMs: 1_000, ...settings.patience },
  };
  const politeness = createPoliteness({
    guard,
    robots: createRobotsTable(tables),
    turns: createTurnTable(tables),
    productToken: 'HanokCrawler',
    delaySeconds,
    now,
  });
  const limits = { ...FETCH_LIMITS, ...settings.limits };
  const fetchPage = createFetchPage({ guard, politeness, limits, now });
  return {
    /** The page, checked by the schema of `crawl-store`. */
    fetch: async (
      url: string,
      crawlId = 'crawl-1',
      signal = new AbortController().signal,
    ): Promise<CrawledPage> => crawledPage.parse(await fetchPage({ crawlId, url, attempt: 1 }, signal)),
  };
}
