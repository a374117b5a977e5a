import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { LogLines } from '../../../api/logs.ts';
import { connection, generation, onChange, paused } from '../../data/live.ts';
import { apiPath, get } from '../../data/request.ts';

/** Lines that the page keeps. */
const KEPT = 10_000;

type LogFilter = { text: string; functionName: string; requestId: string };

/** The last lines that match, which grow as functions log; undefined until they are read. */
export function useLogTail(filter: ReadonlySignal<LogFilter>): ReadonlySignal<LogLines | undefined> {
  const tail = useSignal<LogLines>();
  const shown = useRef(0);
  useSignalEffect(() => {
    const wanted = filter.value;
    const isLive = connection.value === 'live' && generation.value > 0;
    // Another stack has other lines; those of another filter stay until they are read.
    if (!isLive || shown.current !== generation.value) tail.value = undefined;
    shown.current = generation.value;
    if (!isLive) return undefined;
    const abandoned = new AbortController();
    let isReading = false;
    let isBehind = false;
    let known: LogLines | undefined;
    const read = async () => {
      isBehind = isReading || (known !== undefined && paused.peek());
      if (isBehind) return;
      isReading = true;
      const query = { ...wanted, after: known?.lastId, limit: KEPT };
      const more = await get<LogLines>(apiPath(['logs'], query), abandoned.signal).catch(() => undefined);
      isReading = false;
      if (more === undefined || abandoned.signal.aborted) return;
      known = { ...more, lines: [...(known?.lines ?? []), ...more.lines].slice(-KEPT) };
      tail.value = known;
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
