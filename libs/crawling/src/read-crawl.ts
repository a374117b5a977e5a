import { jsonString, parseInput } from '@hanok/events';
import { ok, refusal, route, type Route } from '@hanok/lambda';
import type { Execution, Executions } from '@hanok/workflows/executions';
import * as z from 'zod/mini';
import { crawlId, crawlJob } from './messages/crawl-job.ts';
import type { CrawlRecord, CrawlTable } from './tables/crawl-table.ts';

/** The crawl of `/crawl/{id}`. */
const crawlPath = z.object({ id: crawlId });

type Options = { crawls: Pick<CrawlTable, 'find'>; executions: Pick<Executions, 'find'> };

/**
 * `GET /crawl/{id}`: `Status` is `running`, `stored` with `Page`, or `failed` with `Reason`. A crawl that waits for
 * another attempt is running and says in `Reason` why the last one failed.
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
  if (record?.Status === 'stored') return toAnswer(record);
  const execution = await executions.find(id, signal);
  if (!execution) return record && { ...toAnswer(record), Status: 'failed' };
  if (!hasEnded(execution)) return readRunning(id, execution, record);
  const last = await crawls.find(id, signal);
  if (isOutcome(last)) return toAnswer(last);
  const Reason = `The execution ended as ${execution.status}`;
  return { Url: urlOf(execution), Status: 'failed', Reason };
}

/** A failure is the outcome of the first execution; one that is started again goes on whatever that came to. */
function readRunning(id: string, execution: Execution, record: CrawlRecord | undefined) {
  const isOver = record?.Status === 'failed' && execution.name === id;
  const isUnderWay = record?.Status === 'retrying';
  return record && (isOver || isUnderWay) ? toAnswer(record) : { Url: urlOf(execution), Status: 'running' };
}

function isOutcome(record: CrawlRecord | undefined): record is CrawlRecord {
  return record !== undefined && record.Status !== 'retrying';
}

function hasEnded({ status }: Execution): boolean {
  return status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
}

function urlOf({ input }: Execution): string {
  const job = parseInput(jsonString(crawlJob), input);
  return job.ok ? job.value.url : '';
}

function toAnswer(record: CrawlRecord) {
  const { Url, Status } = record;
  if (Status !== 'stored')
    return { Url, Status: Status === 'retrying' ? 'running' : Status, Reason: record.Reason };
  return {
    Url,
    Status,
    Page: {
      FinalUrl: record.FinalUrl,
      Title: record.Title,
      Description: record.Description,
      Links: record.LinkCount,
      TextLength: record.TextLength,
      Charset: record.Charset,
      FetchedAt: new Date(record.FetchedAt).toISOString(),
    },
  };
}
