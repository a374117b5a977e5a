import type { TraceStore } from '../store/trace-store.ts';
import type { TraceEvent } from '../trace-event.ts';
import { joinCalls } from './join-calls.ts';
import { joinInvocations } from './join-invocations.ts';
import type { Joining } from './joining.ts';
import { createLiveSpans, type LiveSpan, type LiveTrace, tracesOf } from './live-spans.ts';
import { type Changed, createProgress } from './progress.ts';
import { shownLine } from './shown.ts';
import { createTableWrites } from './table-writes.ts';

/** Joins spans to traces, in the order in which they are told, and says what is to be written. */
type Joiner = {
  take(events: readonly TraceEvent[], now: number): void;
  /** What has changed since the last call; what is under way only if it began before a time. */
  changed(beganBefore: number): Changed;
};

const MOST_LINES = 100;
/** Spans of an earlier stack among which its last writes are. */
const MOST_EARLIER = 2_000;
/** Characters of a name, and of the text that a search looks through. */
const MOST_NAME = 200;
const MOST_SEARCH = 1_000;

export function createJoiner(store: TraceStore): Joiner {
  const live = createLiveSpans(store);
  let lastTrace = store.last.trace;
  const isWaiting = (each: LiveSpan) => invocations.isWaiting(each);
  const progress = createProgress(isWaiting);
  const writes = createTableWrites();
  takeEarlierWrites();

  function startTrace(of: LiveSpan, { id, entry, name, text }: Parameters<Joining['startTrace']>[1]): void {
    const { span } = of;
    const trace: LiveTrace = live.trace(id, () => ({
      ...{ seq: (lastTrace += 1), id, entry, name: name.slice(0, MOST_NAME), started: span.started },
      ...{ status: 'running', flags: [], functions: [], spans: 0, entrySpan: span.id },
      search: `${name} ${text.slice(0, MOST_SEARCH)}`.toLowerCase().slice(0, MOST_SEARCH),
    }));
    of.traces = new Set([trace]);
  }

  /** The writes of which no function was told before the stack stopped: what its streams tell next comes of them. */
  function takeEarlierWrites(): void {
    const spans = store.latest(MOST_EARLIER);
    const told = new Set(spans.flatMap(({ kind, causes }) => (kind === 'invocation' ? causes : [])));
    for (const { id, name, input, status } of spans) {
      const [service, operation = ''] = name.split(' ');
      if (service !== 'dynamodb' || told.has(id) || input === undefined || status === 'failed') continue;
      live.revive(id);
      writes.begun(id, operation, input);
    }
  }

  const joining: Joining = { live, progress, writes, startTrace };
  const calls = joinCalls(joining);
  const invocations = joinInvocations(joining);

  function deadLetter({ span: id, time, messageId, queue }: TraceEvent & { type: 'deadLetter' }): void {
    const of = live.named(`sqs:${messageId}`);
    if (of === undefined) return;
    const ended = { started: time, ended: time, status: 'ok' } as const;
    const name = `dead letter in ${queue}`;
    const dead: LiveSpan = {
      span: { id, causes: [of.span.id], kind: 'deadLetter', name, ...ended, resource: queue },
      traces: tracesOf(of),
    };
    live.add(dead);
    progress.ended(dead, ['deadLetter']);
  }

  function moved({ from, to }: TraceEvent & { type: 'moved' }): void {
    const of = live.named(`sqs:${from}`);
    if (of === undefined) return;
    name(`sqs:${to}`, of);
    progress.flag(of, ['redrive']);
  }

  function name(key: string, of: LiveSpan): void {
    live.name(key, of);
    progress.key(key, of);
  }

  function line({ span: id, time, line: text }: TraceEvent & { type: 'line' }): void {
    const of = live.get(id);
    if (of === undefined || of.span.ended !== undefined) return;
    const lines = (of.span.lines ??= []);
    if (lines.length < MOST_LINES) lines.push({ time, line: shownLine(text) });
  }

  function take(event: TraceEvent, now: number): void {
    switch (event.type) {
      case 'call':
        return calls.begun(event);
      case 'request':
        return calls.requested(event);
      case 'invocation':
        return invocations.begun(event, now);
      case 'ended': {
        const of = live.get(event.span);
        if (of === undefined) return;
        if (of.span.kind === 'invocation') return invocations.ended(of, event);
        return invocations.whenKnown(of, () => calls.ended(of, event));
      }
      case 'line':
        return line(event);
      case 'accepted': {
        const of = live.get(event.parent);
        return of && name(`request:${event.requestId}`, of);
      }
      case 'moved':
        return moved(event);
      case 'deadLetter':
        return deadLetter(event);
    }
  }

  return {
    take: (events, now) => {
      for (const event of events) take(event, now);
      invocations.settle(now);
    },
    changed: progress.changed,
  };
}
