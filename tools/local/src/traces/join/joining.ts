import type { LiveSpan, LiveSpans } from './live-spans.ts';
import type { Progress } from './progress.ts';
import type { TableWrites } from './table-writes.ts';

/** What joining works on. */
export type Joining = {
  live: LiveSpans;
  progress: Progress;
  writes: TableWrites;
  /** Begins a trace with a span, or adds it to the trace of that id. */
  startTrace(live: LiveSpan, trace: { id: string; entry: string; name: string; text: string }): void;
};
