import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { LogLines } from '../../../api/logs.ts';
import { connection, generation, onChange, paused } from '../../data/live.ts';
import { apiPath, get } from '../../data/request.ts';

/** Lines that the page keeps. */
const KEPT = 10_000;

type LogFilter = { text: string; functionName: string; requestId: string };

/** The last lines that match, which grow as functions log; undefined until they are read. */
export function useLogTail(filter: ReadonlySignal<LogFilter>): ReadonlySignal<LogLines | undefined> {
  const tail = useSignal<LogLines>();
  useSignalEffect(() => {
    const wanted = filter.value;
    // Another stack has other lines.
    const isLive = connection.value === 'live' && generation.value > 0;
    tail.value = undefined;
    if (!isLive) return undefined;
    const abandoned = new AbortController();
    let isReading = false;
    let isBehind = false;
    const read = async () => {
      const known = tail.peek();
      isBehind = isReading || (known !== undefined && paused.peek());
      if (isBehind) return;
      isReading = true;
      const query = { ...wanted, after: known?.lastId, limit: KEPT };
      const more = await get<LogLines>(apiPath(['logs'], query), abandoned.signal).catch(() => undefined);
      isReading = false;
      if (more === undefined || abandoned.signal.aborted) return;
      tail.value = { ...more, lines: [...(known?.lines ?? []), ...more.lines].slice(-KEPT) };
      if (isBehind) void read();
    };
    void read();
    const stopListening = onChange('log', () => void read());
    const stopWatching = paused.subscribe((isPaused) => {
      if (!isPaused && isBehind) void read();
    });
    return () => {
      abandoned.abort();
      stopListening();
      stopWatching();
    };
  });
  return tail;
}
