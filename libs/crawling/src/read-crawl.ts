import { crawlId } from '@hanok/events';
import { ok, refusal, route, type Route } from '@hanok/lambda';
import * as z from 'zod/mini';
import type { CrawlRecord, CrawlTable, PageSummary } from './tables/crawl-table.ts';
import type { CrawlExecution, ExecutionStore } from './execution-store.ts';

/** The crawl of `/crawl/{id}`. */
const crawlPath = z.object({ id: crawlId });

type Options = { crawls: Pick<CrawlTable, 'find'>; executions: Pick<ExecutionStore, 'find'> };

/**
 * `GET /crawl/{id}`: `Status` is `running`, `stored` with `Page`, or `failed` with `Reason`. A crawl that waits for
 * another attempt is running and says in `Reason` what the last one failed of.
 */
export function readCrawl(options: Options): readonly Route[] {
  return [
    route({
      httpMethod: 'GET',
      resource: '/crawl/{id}',
      path: crawlPath,
      handle: async ({ path: { id } }, signal) => {
        const status = await readStatus(id, options, signal);
        return status ? ok({ CrawlId: id, ...status }) : refusal(404, 'No such crawl');
      },
    }),
  ];
}

/** The table has the outcome. Without one the execution says whether it goes on; one that has ended wrote it before. */
async function readStatus(id: string, { crawls, executions }: Options, signal: AbortSignal) {
  const record = await crawls.find(id, signal);
  if (isOutcome(record)) return toAnswer(record);
  const execution = await executions.find(id, signal);
  if (!execution) return record && toAnswer(record);
  if (!hasEnded(execution)) return record ? toAnswer(record) : { Url: execution.url, Status: 'running' };
  const last = await crawls.find(id, signal);
  if (isOutcome(last)) return toAnswer(last);
  return { Url: execution.url, Status: 'failed', Reason: `The execution ended as ${execution.status}` };
}

function isOutcome(record: CrawlRecord | undefined): record is CrawlRecord {
  return record !== undefined && record.status !== 'retrying';
}

function hasEnded({ status }: CrawlExecution): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

function toAnswer(record: CrawlRecord) {
  if (record.status === 'stored')
    return { Url: record.url, Status: record.status, Page: toPage(record.page) };
  const Status = record.status === 'retrying' ? 'running' : record.status;
  return { Url: record.url, Status, Reason: record.reason };
}

function toPage(page: PageSummary) {
  return {
    FinalUrl: page.finalUrl,
    Title: page.title,
    Description: page.description,
    Links: page.linkCount,
    TextLength: page.textLength,
    Charset: page.charset,
    FetchedAt: new Date(page.fetchedAt).toISOString(),
  };
}
