import { randomUUID } from 'node:crypto';
import { setImmediate as loopTurn } from 'node:timers/promises';
import { createContext, Script } from 'node:vm';
import { ApiError } from '../../../gateway/api-error.ts';
import { invalidParameter } from '../errors.ts';
import type { LogEvent } from '../log-events.ts';
import type { LogStore } from '../log-store.ts';
import { logRecord } from './log-record.ts';
import { readQuery } from './read-query.ts';
import { createPipeline, type Row } from './run-commands.ts';

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
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MOST_RUNNING = 30;
const MOST_KEPT = 50;
/** Records between two turns of the loop, and how long these may take: one with a hostile pattern ends the query. */
const CHUNK = 100;
const CHUNK_MS = 500;
const QUERY_MS = 30_000;

/** Runs queries one after the other in the background, each in small pieces; none takes more than half a minute. */
export function createQueries(store: Pick<LogStore, 'events'>, accountId: string): Queries {
  const queries = new Map<string, Query>();
  let last: Promise<void> = Promise.resolve();

  async function run(query: Query, request: QueryRequest, work: () => ReturnType<typeof createPipeline>) {
    const isRunning = () => query.status === 'Running';
    const deadline = performance.now() + QUERY_MS;
    const pipeline = work();
    for (const name of request.groups) {
      for (const events of chunks(eventsOf(store, name, request))) {
        await loopTurn();
        if (!isRunning()) return;
        if (performance.now() > deadline) throw new TimeLimitError();
        const goesOn = withinTime(() => addAll(pipeline, events, { name, accountId }));
        query.statistics.recordsScanned += events.length;
        query.statistics.bytesScanned += events.reduce((sum, { message }) => sum + message.length, 0);
        query.statistics.recordsMatched = pipeline.matched();
        if (!goesOn) break;
      }
    }
    if (!isRunning()) return;
    query.rows = withinTime(() => pipeline.rows(request.limit));
    query.status = 'Complete';
  }

  function start(request: QueryRequest): Query {
    const commands = readQuery(request.text);
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
        await run(query, request, () => createPipeline(commands));
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
      return true;
    },
    all: () => [...queries.values()].toReversed(),
  };
}

/** The newest events first, read in steps: what comes meanwhile does not matter, and no cursor stays open. */
function* eventsOf(
  store: Pick<LogStore, 'events'>,
  group: string,
  { startTime, endTime }: QueryRequest,
): Generator<LogEvent> {
  let before: LogEvent | undefined;
  for (;;) {
    const range = { group, startTime, endTime: endTime + 1, newestFirst: true };
    const some = [...store.events({ ...range, ...(before && { before }) }).take(CHUNK)];
    yield* some;
    before = some.at(-1);
    if (some.length < CHUNK) return;
  }
}

function* chunks(events: Iterable<LogEvent>): Generator<LogEvent[]> {
  let chunk: LogEvent[] = [];
  for (const event of events) {
    chunk.push(event);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function addAll(
  pipeline: ReturnType<typeof createPipeline>,
  events: readonly LogEvent[],
  group: { name: string; accountId: string },
): boolean {
  return events.every((event) => pipeline.add(logRecord(event, group)));
}

class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

const RUN = new Script('work()');

/** A regular expression may take for ever: what runs as a script of its own can be broken off. */
function withinTime<Result>(work: () => Result): Result {
  const results: Result[] = [];
  try {
    RUN.runInContext(createContext({ work: () => void results.push(work()) }), { timeout: CHUNK_MS });
  } catch (error) {
    // It may be an error of the script's own realm.
    const { code } = Object(error);
    const isLate = code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw isLate ? new TimeLimitError() : error;
  }
  const [result] = results;
  if (results.length === 0) throw new TimeLimitError();
  return result as Result; // One was added.
}
