export { type AddressPolicy, createAddressPolicy } from './address-policy.ts';
export { admitUrl, normalUrl } from './admit-url.ts';
export { crawlMachine } from './crawl-machine.ts';
export { type CrawlRecord, type CrawlTable, createCrawlTable, type PageSummary } from './crawl-table.ts';
export { type BodyLimits } from './decoded-body.ts';
export {
  AddressRefusedError,
  ConnectionFailedError,
  CrawlDelayedError,
  type CrawlErrorName,
  crawlErrorNames,
  CrawlKeyReusedError,
  CrawlTimeoutError,
  HostBusyError,
  HostNotFoundError,
  HttpStatusError,
  NotHtmlError,
  RobotsDisallowedError,
  RobotsUnreachableError,
  TooLargeError,
  TooManyRedirectsError,
  UnreadableBodyError,
} from './errors.ts';
export { type CrawlExecution, createExecutionStore, type ExecutionStore } from './execution-store.ts';
export { createFailCrawl } from './fail-crawl.ts';
export { type Failure, readFailure } from './failure-reason.ts';
export { createFetchPage, FETCH_LIMITS, type FetchLimits } from './fetch-page.ts';
export { type Guard } from './guarded-request.ts';
export { isPublicAddress } from './is-public-address.ts';
export { addressVariables, crawlerVariables, guardFrom, policyFrom, PRODUCT_TOKEN } from './open-crawler.ts';
export { createPageTable, pageKey, type PageTable } from './page-table.ts';
export { type Patience } from './pinned-agent.ts';
export { createPoliteness, type NextRequest, type Politeness } from './politeness.ts';
export { crawlPath, createReadCrawl } from './read-crawl.ts';
export { type PageContent, readPage } from './read-page.ts';
export { type ResolvedAddress, type Resolver } from './resolve-host.ts';
export { decideRetry, MAX_ATTEMPTS, type RetryDecision } from './retry-decision.ts';
export { askRobots, type RobotsFile, type RobotsVerdict } from './robots-file.ts';
export { createRobotsTable, type RobotsTable } from './robots-table.ts';
export { createStartCrawl } from './start-crawl.ts';
export { createStorePage, storedPage, type StoredPage } from './store-page.ts';
export { createTurnTable, type CrawlTurn, type HostTurn, type TurnTable } from './turn-table.ts';
