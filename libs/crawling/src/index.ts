export { createExecutions } from '@hanok/workflows/executions';
export { crawlMachine } from './crawl-machine.ts';
export { failCrawl } from './fail-crawl.ts';
export { fetchPage } from './fetch-page.ts';
export {
  addressPolicyFrom,
  addressVariables,
  crawlerVariables,
  fetchPolicyFrom,
  PRODUCT_TOKEN,
} from './fetch/fetch-policy.ts';
export { crawlJob, type CrawlJob } from './messages/crawl-job.ts';
export {
  crawlFailure,
  type CrawlFailure,
  type CrawlVerdict,
  type FetchOutcome,
} from './messages/crawl-outcome.ts';
export { crawledPage, type CrawledPage } from './messages/crawl-page.ts';
export { createPoliteness } from './politeness/politeness.ts';
export { readCrawl } from './read-crawl.ts';
export { startCrawl } from './start-crawl.ts';
export { storePage } from './store-page.ts';
export { createCrawlTable } from './tables/crawl-table.ts';
export { CRAWL_TABLE, HOST_TABLE, PAGE_TABLE } from './tables/definitions.ts';
export { createPageTable } from './tables/page-table.ts';
export { createRobotsTable } from './tables/robots-table.ts';
export { createTurnTable } from './tables/turn-table.ts';
