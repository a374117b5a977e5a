import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { TraceDetail, TracePage, TraceSummary } from '../../../api/traces.ts';
import { connection, generation, onChange, paused, stack } from '../../data/live.ts';
import { apiPath, get } from '../../data/request.ts';

const PAGE = 200;
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
    let next: string | null = null;
    let isReading = false;
    let isBehind = false;
    let known: readonly TraceSummary[] | undefined;
    const read = async (cursor?: string) => {
      isReading = true;
      const path = apiPath(['traces'], { ...wanted, from, limit: PAGE, cursor });
      const page = await get<TracePage>(path, abandoned.signal).catch(() => undefined);
      const older =
        page && cursor === undefined ? await lookAgain(beyond(page, known ?? []), abandoned.signal) : [];
      isReading = false;
      if (page === undefined || abandoned.signal.aborted) return;
      if (cursor !== undefined || known === undefined) next = page.next;
      known = cursor === undefined ? [...page.traces, ...older] : [...(known ?? []), ...page.traces];
      traces.value = known;
      if (isBehind) follow.soon();
    };
    more.current = () => {
      if (!isReading && next !== null) void read(next);
    };
    const follow = gathered(() => {
      isBehind = isReading || paused.peek();
      if (!isBehind) void read();
    });
    void read();
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

/** What is known beyond the first page. */
function beyond({ traces }: TracePage, known: readonly TraceSummary[]): readonly TraceSummary[] {
  const ids = new Set(traces.map(({ id }) => id));
  return known.filter(({ id }) => !ids.has(id));
}

/** Traces that may have ended, which are read again at a time. */
const LOOKED_AT = 10;

/** The same traces, those that ran still as they are now. */
async function lookAgain(
  known: readonly TraceSummary[],
  signal: AbortSignal,
): Promise<readonly TraceSummary[]> {
  const running = known.filter(({ status }) => status === 'running').slice(0, LOOKED_AT);
  const read = running.map(({ id }) =>
    get<TraceDetail>(apiPath(['traces', id]), signal).catch(() => undefined),
  );
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
