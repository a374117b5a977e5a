import * as z from 'zod';
import { traceFlag, traceSpan, type TraceSpan, traceStatus, type TraceSummary } from '@hanok/console';

/** A trace as it is kept: `seq` counts from 1 in the order in which traces began; `search` is looked through for text. */
export type StoredTrace = TraceSummary & { seq: number; entrySpan: number; search: string };
const json = z.string().transform((text): unknown => JSON.parse(text));
const list = z.string().transform((text) => text.split(',').filter((each) => each !== ''));

const traceRow = z.object({
  ...{ seq: z.number(), id: z.string(), entry: z.string(), name: z.string(), started: z.number() },
  ...{
    ended: z.number().nullable(),
    status: traceStatus,
    flags: list.pipe(z.array(traceFlag)),
    functions: list,
  },
  ...{ spans: z.number(), entry_span: z.number(), search: z.string() },
});

export function readTrace(row: unknown): StoredTrace {
  const { ended, entry_span: entrySpan, ...rest } = traceRow.parse(row);
  return { ...rest, entrySpan, ...(ended !== null && { ended }) };
}

const spanRow = z.object({
  facts: json.pipe(traceSpan),
  only_traces: json.pipe(z.array(z.number())).nullable(),
});

export function readFacts(row: unknown): TraceSpan {
  return spanRow.pick({ facts: true }).parse(row).facts;
}

export function readSpan(row: unknown): { span: TraceSpan; only: readonly number[] | undefined } {
  const { facts, only_traces: only } = spanRow.parse(row);
  return { span: facts, only: only ?? undefined };
}
