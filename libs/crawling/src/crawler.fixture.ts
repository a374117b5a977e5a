import { recordLines } from '@hanok/lambda/testing';
import type { Tables } from '@hanok/testing';
import { expect } from '@jest/globals';
import { type FetchFailure, fetchOutcome, type FetchOutcome } from './messages/crawl-outcome.ts';
import { type AddressPolicy, createAddressPolicy } from './address/address-policy.ts';
import type { Resolver } from './address/resolve-host.ts';
import { FETCH_LIMITS, type FetchLimits, fetchPage } from './fetch-page.ts';
import type { FetchPolicy, Timeouts } from './fetch/fetch-policy.ts';
import { createPoliteness } from './politeness/politeness.ts';
import { HOST_TABLE } from './tables/definitions.ts';
import { createRobotsTable } from './tables/robots-table.ts';
import { createTurnTable } from './tables/turn-table.ts';

/** What a test says of the crawler: hosts that are opened to it, and what is other than in a function. */
export type CrawlerSettings = {
  /** Where the table of hosts is. */
  tables: Pick<Tables, 'client' | 'nameOf'>;
  allowedHosts?: readonly string[];
  addresses?: Partial<AddressPolicy>;
  createResolver?: () => Resolver;
  timeouts?: Partial<Timeouts>;
  limits?: Partial<FetchLimits>;
  delaySeconds?: number;
  now?: () => Date;
};

/** A name server is not asked for where every host is an address. */
const noResolver = (): Resolver => {
  throw new Error('No name is to be resolved here');
};

/** `crawl-fetch` as its function wires it, and the lines that it writes. */
export function buildCrawler(settings: CrawlerSettings) {
  const { tables, allowedHosts = [], now = () => new Date(), delaySeconds = 0 } = settings;
  const hosts = { client: tables.client, table: tables.nameOf(HOST_TABLE) };
  const policy: FetchPolicy = {
    addresses: { ...createAddressPolicy({ allowedHosts }), ...settings.addresses },
    createResolver: settings.createResolver ?? noResolver,
    userAgent: 'HanokCrawler/0.1 (+https://crawler.example/)',
    timeouts: { connectMs: 1_000, headersMs: 1_000, bodyMs: 1_000, ...settings.timeouts },
  };
  const politeness = createPoliteness({
    policy,
    robots: createRobotsTable(hosts),
    turns: createTurnTable(hosts),
    productToken: 'HanokCrawler',
    delaySeconds,
    now,
  });
  const limits = { ...FETCH_LIMITS, ...settings.limits };
  const { lines, ...observation } = recordLines();
  const run = fetchPage({ policy, politeness, limits, now, ...observation });
  return {
    lines,
    /** What the function answers, as the machine takes it. */
    fetch: async (
      url: string,
      crawlId = 'crawl-1',
      signal = new AbortController().signal,
    ): Promise<FetchOutcome> => {
      const outcome = await observation.metrics.collect(() => run({ crawlId, url, attempt: 1 }, signal));
      return fetchOutcome.parse(JSON.parse(JSON.stringify(outcome)));
    },
  };
}

/** The outcome of a fetch that failed by this name. */
export const failing = (name: FetchFailure['name'], more: object = {}) =>
  expect.objectContaining({ outcome: 'failed', failure: expect.objectContaining({ name, ...more }) });
