import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TraceDetail, TracePage, TraceSummary } from '../../../api/traces.ts';
import { connection, generation, onChange, paused, stack } from '../../data/live.ts';
import { apiPath, get } from '../../data/request.ts';
import { hasGap, type KnownTraces, withNewest, withOlder } from './known-traces.ts';

const PAGE = 200;
/** Pages that are read at once when many traces have come. */
const MOST_PAGES = 5;
/** Changes that come close together are read once. */
const GATHER_MS = 300;

type TraceFilter = { text: string; status: string };

type TraceList = {
  /** The newest first; undefined until they are read. */
  traces: ReadonlySignal<readonly TraceSummary[] | undefined>;
  /** Reads the next older ones, if there are any. */
  readMore(): void;
};

/** The traces of the stack that runs which match; new ones come in above, and those that are shown change in place. */
export function useTraceList(filter: ReadonlySignal<TraceFilter>): TraceList {
  const traces = useSignal<readonly TraceSummary[]>();
  const shown = useRef(0);
  const more = useRef<() => void>(() => undefined);
  useSignalEffect(() => {
    const wanted = filter.value;
    const isLive = connection.value === 'live' && generation.value > 0;
    const from = stack.peek()?.startedAt;
    // Another stack has other traces; those of another filter stay until they are read.
    if (!isLive || shown.current !== generation.value) traces.value = undefined;
    shown.current = generation.value;
    if (!isLive) return undefined;
    const abandoned = new AbortController();
    let isReading = false;
    let isBehind = false;
    let known: KnownTraces | undefined;
    const readPage = (cursor?: string) =>
      get<TracePage>(apiPath(['traces'], { ...wanted, from, limit: PAGE, cursor }), abandoned.signal);
    const readNewest = async () => {
      const newest = await readPage();
      // After more than a page has come at once, what came before it is read, too, but not all of a flood.
      for (let page = 1; known && hasGap(newest, known) && page < MOST_PAGES; page += 1) {
        const { traces: older, next } = await readPage(newest.next ?? undefined);
        Object.assign(newest, { traces: [...newest.traces, ...older], next });
      }
      const { traces: joined, next } = known ? withNewest(newest, known) : newest;
      const looked = await lookAgain(joined, newest.traces.length, abandoned.signal);
      const isListed = ({ status }: TraceSummary) => status === wanted.status;
      return { traces: wanted.status === '' ? looked : looked.filter(isListed), next };
    };
    const reading = async (read: () => Promise<KnownTraces>) => {
      isReading = true;
      const found = await read().catch(() => undefined);
      isReading = false;
      if (found === undefined || abandoned.signal.aborted) return;
      known = found;
      traces.value = found.traces;
      if (isBehind) follow.soon();
    };
    more.current = () => {
      const before = known;
      if (isReading || !before || before.next === null) return;
      const { next } = before;
      void reading(async () => withOlder(before, await readPage(next)));
    };
    const follow = gathered(() => {
      isBehind = isReading || paused.peek();
      if (!isBehind) void reading(readNewest);
    });
    void reading(readNewest);
    const stopListening = onChange('trace', follow.soon);
    const stopWatching = paused.subscribe((isPaused) => {
      if (!isPaused && isBehind) follow.soon();
    });
    return () => {
      abandoned.abort();
      follow.stop();
      stopListening();
      stopWatching();
    };
  });
  return { traces, readMore: () => more.current() };
}

/** Traces that may have ended, which are read again at a time. */
const LOOKED_AT = 10;

/** The same traces, those that ran still as they are now; the first ones have just been read. */
async function lookAgain(
  known: readonly TraceSummary[],
  fresh: number,
  signal: AbortSignal,
): Promise<readonly TraceSummary[]> {
  const running = known.filter(({ status }, index) => index >= fresh && status === 'running');
  const read = running
    .slice(0, LOOKED_AT)
    .map(({ id }) => get<TraceDetail>(apiPath(['traces', id]), signal).catch(() => undefined));
  const found = new Map((await Promise.all(read)).flatMap((trace) => (trace ? [[trace.id, trace]] : [])));
  return found.size === 0 ? known : known.map((trace) => found.get(trace.id) ?? trace);
}

function gathered(work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      work();
    }, GATHER_MS);
  };
  return { soon, stop: () => clearTimeout(timer) };
}
