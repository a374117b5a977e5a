import * as z from 'zod';
import type { InvocationBegun, SpanEnded } from '../trace-event.ts';
import { type Cause, causesOf, entryOf } from './causes.ts';
import { forgetTexts, forWhichOfKey } from './for-which-traces.ts';
import type { Joining } from './joining.ts';
import { type LiveSpan, type LiveTrace, tracesOf } from './live-spans.ts';
import { shown } from './shown.ts';

/** An invocation whose causes are not all known: what made them may be told a moment later. */
type Waiting = {
  of: LiveSpan;
  event: InvocationBegun;
  payload: unknown;
  causes: readonly Cause[];
  earlier: LiveSpan | undefined;
  until: number;
  /** What is done once its traces are known. */
  then: (() => void)[];
};

const WAIT_MS = 1_000;
const MOST_TRIED = 50_000;

/** Joins the invocations of functions to what they come of. */
export function joinInvocations({ live, progress, writes, startTrace }: Joining) {
  const waiting = new Map<LiveSpan, Waiting>();
  const tried = new Map<string, number>();

  function begun(event: InvocationBegun, now: number): void {
    const { span: id, requestId, functionName, trigger, time: started, payload: text } = event;
    const payload = parseJson(text);
    const causes = causesOf(payload);
    const span = { id, causes: [], kind: 'invocation', name: functionName, function: functionName } as const;
    const of: LiveSpan = {
      span: { ...span, causes: [], requestId, started, status: 'running', trigger, input: shown(text) },
    };
    live.add(of);
    const one = { of, event, payload, causes, earlier: earlierOf(event), until: now + WAIT_MS, then: [] };
    live.name(`request:${requestId}`, of);
    if (!join(one, false)) waiting.set(of, one);
  }

  function settle(now: number): void {
    for (const one of waiting.values())
      if (join(one, now >= one.until)) {
        waiting.delete(one.of);
        for (const each of one.then) each();
      }
  }

  /** Of an invocation for which no call is known: what an earlier stack was told of its execution, or of its event. */
  function earlierOf({ parent, execution, requestId, trigger }: InvocationBegun): LiveSpan | undefined {
    if (parent !== undefined) return undefined;
    if (execution !== undefined) return live.named(`execution:${execution}`);
    return trigger === 'async' ? live.named(`request:${requestId}`) : undefined;
  }

  /** Answers false while something that it comes of is not known, unless it is not waited for any longer. */
  function join({ of, event, payload, causes, earlier }: Waiting, isLast: boolean): boolean {
    const parent = event.parent === undefined ? earlier : live.get(event.parent);
    const found = causes.map((cause) => ({ cause, of: causeOf(cause) }));
    const isKnown = (each: LiveSpan | undefined) => each !== undefined && tracesOf(each).size > 0;
    const isMissing = found.some((each) => each.cause.isOptional !== true && !isKnown(each.of));
    if (!isLast && (isMissing || (event.parent !== undefined && !isKnown(parent)))) return false;
    // What made an event knows it better than the call during which the event was handed on.
    const known = found.flatMap((each) => each.of ?? []);
    const spans = new Set(known.length > 0 ? known : parent === undefined ? [] : [parent]);
    const traces = new Set([...spans].flatMap((each) => [...tracesOf(each)]));
    of.span.causes = [...spans].map(({ span }) => span.id);
    of.causes = found;
    if (traces.size > 0) of.traces = traces;
    else enter(of, event, payload);
    noteAttempt(of, event, found);
    progress.begun(of);
    if ((of.span.attempt ?? 1) > 1) progress.flag(of, ['retry']);
    return true;
  }

  function enter(of: LiveSpan, event: InvocationBegun, payload: unknown): void {
    const { kind: entry, name, key } = entryOf(payload, event);
    const first = key === undefined ? undefined : live.named(key);
    if (first === undefined) startTrace(of, { id: event.root, entry, name, text: of.span.input ?? '' });
    else {
      of.span.causes = [first.span.id];
      of.traces = tracesOf(first);
    }
    if (key !== undefined) live.name(key, of);
  }

  function causeOf({ key, change }: Cause): LiveSpan | undefined {
    const known = live.named(key);
    if (known !== undefined) return known;
    const writer = change && writes.find(change);
    const of = writer === undefined ? undefined : live.get(writer);
    if (of === undefined) return undefined;
    // One transaction may write for several messages: each change is for the one that it speaks of.
    const only = of.parent && forWhichOfKey(of.parent, change?.keys ?? {});
    const changed: LiveSpan = only === undefined ? of : { ...of, only };
    live.name(key, changed);
    return changed;
  }

  function noteAttempt(of: LiveSpan, event: InvocationBegun, found: NonNullable<LiveSpan['causes']>): void {
    const { span } = of;
    const first = found[0]?.cause;
    const key = `${event.functionName} ${first?.key ?? event.requestId}`;
    const before = tried.get(key) ?? 0;
    tried.set(key, before + 1);
    if (tried.size > MOST_TRIED)
      for (const oldest of tried.keys().take(MOST_TRIED / 10)) tried.delete(oldest);
    span.attempt = Math.max(before + 1, ...found.map(({ cause: { attempt = 1 } }) => attempt));
    const traces = tracesOf(of).size;
    if (traces > 1) span.siblings = traces;
    if (![...tracesOf(of)].some(({ row }) => row.id === event.root)) span.keys = [`root:${event.root}`];
  }

  function ended(of: LiveSpan, event: SpanEnded): void {
    const wait = waiting.get(of);
    if (wait !== undefined) return void wait.then.push(() => ended(of, event));
    const { span } = of;
    const { time, outcome = 'succeeded', answer = '', durationMs, initMs } = event;
    const failedItems = outcome === 'succeeded' ? failedItemsOf(answer) : [];
    span.ended = time;
    span.status = outcome === 'succeeded' ? 'ok' : outcome;
    if (failedItems.length > 0) span.failedItems = failedItems;
    if (answer !== '') span.output = shown(answer);
    if (durationMs !== undefined) span.durationMs = durationMs;
    if (initMs !== undefined) span.coldMs = initMs;
    for (const { traces, key, identifier } of partsOf(of))
      progress.outcome(traces, key, outcome !== 'succeeded' || failedItems.includes(identifier));
    progress.ended(of, initMs === undefined ? [] : ['cold']);
    forgetTexts(of);
  }

  /** A child of an invocation that waits is counted once its traces are known. */
  function whenKnown(of: LiveSpan, work: () => void): void {
    const wait = of.parent && waiting.get(of.parent);
    if (wait === undefined) work();
    else wait.then.push(work);
  }

  return { begun, ended, settle, whenKnown, isWaiting: (of: LiveSpan) => waiting.has(of) };
}

type Part = { traces: ReadonlySet<LiveTrace>; key: string; identifier: string };

/** What an invocation fails or succeeds with: each of its causes by itself, all of it when it has none. */
function partsOf(of: LiveSpan): Part[] {
  const { span, causes = [] } = of;
  const known = causes.flatMap((each) => (each.of === undefined ? [] : [{ ...each, of: each.of }]));
  if (known.length === 0)
    return [{ traces: tracesOf(of), key: `${span.name} ${span.causes[0] ?? ''}`, identifier: '' }];
  return known.map(({ cause, of: { span: made, ...rest } }) => ({
    traces: tracesOf({ span: made, ...rest }),
    key: `${span.name} ${made.id} ${cause.change?.sequenceNumber ?? ''}`,
    identifier: cause.identifier ?? '',
  }));
}

const partialAnswer = z.looseObject({
  batchItemFailures: z.array(z.looseObject({ itemIdentifier: z.string() })),
});

function failedItemsOf(answer: string): string[] {
  if (!answer.includes('batchItemFailures')) return [];
  const parsed = partialAnswer.safeParse(parseJson(answer)).data;
  return parsed === undefined ? [] : parsed.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
