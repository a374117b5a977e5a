import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../gateway/api-error.ts';
import { invalidParameter } from '../errors.ts';
import type { LogEvent } from '../log-events.ts';
import type { LogStore } from '../log-store.ts';
import { createQueryThread, TimeLimitError } from './query-thread.ts';
import { readQuery } from './read-query.ts';
import type { Row } from './run-commands.ts';

type QueryStatus = 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout';

/** A query that was started. */
export type Query = {
  id: string;
  text: string;
  groups: readonly string[];
  /** Milliseconds since the epoch. */
  createdAt: number;
  status: QueryStatus;
  rows: readonly Row[];
  statistics: { recordsMatched: number; recordsScanned: number; bytesScanned: number };
};

type QueryRequest = {
  text: string;
  groups: readonly string[];
  /** Milliseconds, both inclusive. */
  startTime: number;
  endTime: number;
  limit: number;
};

/** The queries of the last time, of which few are kept. */
export type Queries = {
  /** Throws `MalformedQueryException`, and `LimitExceededException` for too many at once. */
  start(request: QueryRequest): Query;
  /** Throws `ResourceNotFoundException`. */
  get(id: string): Query;
  /** False when it is over already. */
  cancel(id: string): boolean;
  /** The newest first. */
  all(): readonly Query[];
  /** Ends what runs; no further query is answered. */
  stop(): Promise<void>;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_RUNNING = 30;
const MOST_KEPT = 50;
/** Records that are handed to the thread of queries at a time. */
const CHUNK = 100;
const QUERY_MS = 30_000;

/** Runs queries one after the other in a thread, each in small pieces; none takes more than half a minute. */
export function createQueries(store: Pick<LogStore, 'events'>, accountId: string): Queries {
  const queries = new Map<string, Query>();
  const thread = createQueryThread();
  let last: Promise<void> = Promise.resolve();
  let current: Query | undefined;

  async function run(query: Query, request: QueryRequest): Promise<void> {
    const isRunning = () => query.status === 'Running';
    if (!isRunning()) return;
    current = query;
    const deadline = performance.now() + QUERY_MS;
    await thread.ask({ begin: query.text, accountId });
    for (const group of request.groups) {
      for (const events of chunksOf(store, group, request)) {
        if (performance.now() > deadline) throw new TimeLimitError('The query took too long.');
        const { goesOn, matched } = await thread.ask({ add: events, group });
        if (!isRunning()) return;
        query.statistics.recordsScanned += events.length;
        query.statistics.bytesScanned += events.reduce((sum, { message }) => sum + message.length, 0);
        query.statistics.recordsMatched = matched;
        if (!goesOn) break;
      }
    }
    const { rows } = await thread.ask({ rows: request.limit });
    if (!isRunning()) return;
    query.rows = rows;
    query.status = 'Complete';
  }

  function start(request: QueryRequest): Query {
    readQuery(request.text);
    const running = [...queries.values()].filter(({ status }) => status === 'Running');
    if (running.length >= MOST_RUNNING)
      throw new ApiError('LimitExceededException', `There are ${MOST_RUNNING} queries under way.`);
    const { text, groups } = request;
    const statistics = { recordsMatched: 0, recordsScanned: 0, bytesScanned: 0 };
    const made = { id: randomUUID(), text, groups, createdAt: Date.now(), rows: [], statistics };
    const query: Query = { ...made, status: 'Running' };
    queries.set(query.id, query);
    for (const { id, status } of queries.values())
      if (queries.size > MOST_KEPT && status !== 'Running') queries.delete(id);
    last = last.then(async () => {
      try {
        await run(query, request);
      } catch (error) {
        if (query.status === 'Running') query.status = error instanceof TimeLimitError ? 'Timeout' : 'Failed';
      }
    });
    return query;
  }

  function get(id: string): Query {
    const query = queries.get(id);
    if (query !== undefined) return query;
    throw new ApiError('ResourceNotFoundException', `The query ${id} does not exist.`);
  }

  return {
    start,
    get,
    cancel: (id) => {
      const query = get(id);
      if (query.status !== 'Running') throw invalidParameter('The query has already ended.');
      query.status = 'Cancelled';
      if (query === current) void thread.end();
      return true;
    },
    all: () => [...queries.values()].toReversed(),
    stop: async () => {
      for (const query of queries.values()) if (query.status === 'Running') query.status = 'Cancelled';
      await thread.end();
    },
  };
}

/** The newest events first, read in steps: what comes meanwhile does not matter, and no cursor stays open. */
function* chunksOf(
  store: Pick<LogStore, 'events'>,
  group: string,
  { startTime, endTime }: QueryRequest,
): Generator<readonly LogEvent[]> {
  let before: LogEvent | undefined;
  do {
    const range = { group, startTime, endTime: endTime + 1, newestFirst: true };
    const chunk = [...store.events({ ...range, ...(before && { before }) }).take(CHUNK)];
    if (chunk.length > 0) yield chunk;
    before = chunk.length < CHUNK ? undefined : chunk.at(-1);
  } while (before !== undefined);
}
