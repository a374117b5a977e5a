import type { TraceQuery } from '@hanok/console';
import type { TraceEvent } from './trace-event.ts';

export type TraceWorkerStart = { file: string };
export type TraceQuestion = { ask: number } & ({ list: TraceQuery } | { find: string } | { clear: true });
export type ToTraceWorker = { events: readonly TraceEvent[] } | TraceQuestion | 'stop';
export type FromTraceWorker =
  | { ready: { lastSpan: number } }
  | { taken: number }
  | { changed: true }
  | { notice: string }
  | { answered: number; value: unknown };
