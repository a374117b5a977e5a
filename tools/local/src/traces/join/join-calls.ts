import { newRoot } from '../current-span.ts';
import { entryKindOf, isBatch } from '../entry-kinds.ts';
import type { TraceFlag, TraceSpan } from '@hanok/console';
import type { CallBegun, SpanEnded, TraceEvent } from '../trace-event.ts';
import { forWhichTraces } from './for-which-traces.ts';
import type { Joining } from './joining.ts';
import { type LiveSpan, tracesOf } from './live-spans.ts';
import { type Made, madeBy } from './made-keys.ts';
import { shown } from './shown.ts';

/** Services of which nothing that is sent or answered is kept: it is passwords and tokens, or other people's. */
const PRIVATE: ReadonlySet<string> = new Set(['cognito-idp', 'sts']);

/** Joins the calls at the gateway, and the requests to APIs. */
export function joinCalls(joining: Joining) {
  const { live, progress, writes, startTrace } = joining;

  function begun(event: CallBegun): void {
    const { service, operation, caller, root, body, parent: parentId } = event;
    const parent = parentId === undefined ? undefined : live.get(parentId);
    const of: LiveSpan = { span: spanOf(event), parent, call: { service, operation, body, root } };
    live.add(of);
    live.name(`request:${event.requestId}`, of);
    if (service === 'dynamodb') writes.begun(event.span, operation, body);
    if (parent !== undefined) {
      of.only = forWhichTraces(parent, body);
      // What ran within a call stands by itself: the trace is looked up by the invocations in it.
      if (parent.span.kind === 'call') of.traces = tracesOf(parent);
    } else if (parentId === undefined && caller !== 'external') afterFailure(of, body);
    else if (parentId === undefined && !isBatch(operation)) enter(of, body);
    progress.begun(of);
    if (isDeadLetter(operation, body)) progress.flag(of, ['deadLetter']);
  }

  /** A batch that was given up is told of to a queue, in the name of its function: it names the invocation. */
  function afterFailure(of: LiveSpan, body: string): void {
    const id =
      /"(?:requestId|RequestID)\\*"\s*:[^0-9a-f]*(?:[^}]*?StringValue[^0-9a-f]*)?([0-9a-f-]{36})/.exec(
        body,
      )?.[1];
    const failed = id === undefined ? undefined : live.named(`request:${id}`);
    if (failed === undefined) return enter(of, body);
    of.span.causes = [failed.span.id];
    of.traces = tracesOf(failed);
  }

  function enter(of: LiveSpan, text: string): void {
    const { service = '', operation = '', root: id = newRoot() } = of.call ?? {};
    const entry = entryKindOf(service, operation) ?? 'call';
    startTrace(of, { id, entry, name: `${of.span.name}${nameOf(of)}`, text: shown(text) });
  }

  function requested({
    span: id,
    time: started,
    requestId,
    root,
    method,
    path,
  }: TraceEvent & { type: 'request' }): void {
    const name = `${method} ${path.replace(/^\/_aws\/execute-api\/[^/]*\/*[^/]*/, '') || '/'}`;
    const of: LiveSpan = {
      span: { id, causes: [], kind: 'request', name, requestId, started, status: 'running' },
    };
    startTrace(of, { id: root, entry: 'request', name, text: '' });
    live.add(of);
    progress.begun(of);
  }

  function ended(of: LiveSpan, { time, status, answer = '', denied, fault }: SpanEnded): void {
    const { span, call } = of;
    const isPrivate = PRIVATE.has(call?.service ?? '');
    const failed = status === undefined || status >= 400;
    span.ended = time;
    span.status = denied === undefined ? (failed ? 'failed' : 'ok') : 'denied';
    if (status !== undefined) span.httpStatus = status;
    if (answer !== '' && !isPrivate) span.output = shown(answer);
    if (denied !== undefined) span.denied = denied;
    if (fault !== undefined) span.fault = fault;
    const flags: TraceFlag[] = [...(denied ? ['denied' as const] : []), ...(fault ? ['fault' as const] : [])];
    // A connection that was broken off does not say whether the call had its effect.
    if (call !== undefined && status !== undefined && failed) writes.failed(span.id);
    const made = call === undefined || failed ? [] : madeBy(call.operation, call.body, answer);
    if (call !== undefined && of.parent === undefined && of.traces === undefined) return split(of, made);
    for (const key of made.flatMap(({ keys }) => keys)) name(of, key);
    if (of.parent === undefined) progress.outcome(tracesOf(of), `entry ${span.id}`, failed);
    progress.ended(of, flags);
    of.call = undefined;
  }

  function name(of: LiveSpan, key: string): void {
    // An execution is started once, however often it is asked for under its name.
    if (key.startsWith('execution:') && live.named(key) !== undefined) return;
    of.span.keys = [...(of.span.keys ?? []), key];
    live.name(key, of);
  }

  /** Each message of a batch from outside has a trace of its own; a batch that was refused has one. */
  function split(batch: LiveSpan, made: readonly Made[]): void {
    if (made.length === 0) enter(batch, batch.call?.body ?? '');
    if (made.length === 0) progress.outcome(tracesOf(batch), `entry ${batch.span.id}`, true);
    for (const [index, { keys, item = '' }] of made.entries()) {
      const of: LiveSpan = {
        span: { ...batch.span, id: batch.span.id + index, input: shown(item) },
        call: {
          service: '',
          operation: '',
          body: item,
          ...batch.call,
          root: index === 0 ? (batch.call?.root ?? newRoot()) : newRoot(),
        },
      };
      live.add(of);
      for (const key of keys) name(of, key);
      enter(of, item);
      progress.ended(of, []);
      of.call = undefined;
    }
    if (made.length === 0) progress.ended(batch, []);
    else progress.drop(batch);
  }

  return { begun, requested, ended };
}

function spanOf(event: CallBegun): TraceSpan {
  const { span: id, parent, service, operation, caller, requestId, time: started, body, target } = event;
  const resource = resourceOf(event);
  return {
    ...{ id, ...(parent !== undefined && { parent }), causes: parent === undefined ? [] : [parent] },
    ...{ kind: 'call', name: `${service} ${operation}`, requestId, started, status: 'running' },
    ...(caller !== 'external' && { function: caller }),
    ...((resource ?? target) && { resource: resource ?? target }),
    ...(body !== '' && !PRIVATE.has(service) && { input: shown(body) }),
  };
}

const RESOURCE =
  /"(?:QueueUrl|TableName|TopicArn|stateMachineArn|executionArn|FunctionName|ConfigurationName)"\s*:\s*"([^"\\]+)"/;

/** What a call is on, by its last name. */
function resourceOf({ service, target, body }: CallBegun): string | undefined {
  const named = RESOURCE.exec(body)?.[1];
  if (named !== undefined) return named.split(/[/:]/).at(-1);
  if (service === 's3' || service === 'lambda' || service === 'execute-api') return decoded(target);
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function nameOf({ span: { resource } }: LiveSpan): string {
  return resource === undefined || resource === '/' ? '' : ` ${resource}`;
}

/** A message to a dead-letter queue, with why in its attributes, or a report of a batch that was given up. */
function isDeadLetter(operation: string, body: string): boolean {
  if (operation !== 'SendMessage') return false;
  return (
    /"(ErrorCode|ERROR_CODE)"\s*:\s*\{/.test(body) || /DDBStreamBatchInfo|approximateInvokeCount/.test(body)
  );
}
