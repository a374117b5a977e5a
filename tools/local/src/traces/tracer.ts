import { EXECUTE_API_PATH } from '../gateway/paths.ts';
import type { CallWatch, HttpAnswer, TracedCall } from '../gateway/route-request.ts';
import type { Denial, GatewayRequest } from '../gateway/service.ts';
import type { LogLine } from '../log-line.ts';
import type { InvocationListener } from '../services/lambda/invocation-watch.ts';
import { currentSpan, inSpan, newRoot, type Span } from './current-span.ts';
import { entryKindOf, isBatch } from './entry-kinds.ts';
import type { TraceEvent } from './trace-event.ts';

/** Tells apart the execution environments of functions by the keys that each has of its own. */
export type EnvironmentTracer = {
  /** An environment begins an invocation; answers its `Lambda-Runtime-Trace-Id`. */
  begin(accessKeyId: string, requestId: string): string;
  end(accessKeyId: string): void;
};

/** Notes what happens at the gateway and in the functions, and what each comes of; it changes nothing of it. */
export type Tracer = CallWatch & {
  invocations: Required<InvocationListener>;
  environments: EnvironmentTracer;
  line(line: LogLine): void;
  /** An event for a function was taken, which will run under this request id. */
  accepted(requestId: string): void;
  /** A fault was injected into the current call. */
  fault(kind: string): void;
  deadLetter(messageId: string, queue: string): void;
  /** A message was moved out of a dead-letter queue, and has another id since. */
  moved(from: string, to: string): void;
};

/** The header by which the stack's own clients say which span they work for. */
export const SPAN_HEADER = 'x-hanok-span';
/** A batch has at most so many messages, each of which may become a span. */
const BATCH_SPANS = 16;
const MAX_BODY_BYTES = 1024 * 1024;
const MAX_ANSWER_BYTES = 64 * 1024;
/** Invocations that were accepted and have not begun, of which the trace is still known. */
const MOST_ACCEPTED = 20_000;

/** `last` answers the highest id of a span that was given so far; it is asked at the first span. */
export function createTracer(post: (event: TraceEvent) => void, last: () => number): Tracer {
  const running = new Map<string, Span>();
  const environments = new Map<string, Span>();
  const accepted = new Map<string, Span>();
  const faults = new Map<number, string>();
  let lastId: number | undefined;

  function newSpan(root: string, ids = 1): Span {
    const id = (lastId ?? last()) + 1;
    lastId = id + ids - 1;
    return { id, root };
  }

  /** The invocation whose environment made a call; for a call of the stack itself, what it works for. */
  function callerSpan({ accessKeyId, request }: TracedCall): Span | undefined {
    if (accessKeyId !== 'stack') return environments.get(accessKeyId ?? '');
    const [id, root] = String(request.headers[SPAN_HEADER] ?? '').split(' ');
    return id && root ? { id: Number(id), root } : undefined;
  }

  const call: CallWatch['call'] = async (traced, run) => {
    const { request, service, operation, caller } = traced;
    const parent = callerSpan(traced);
    if (parent === undefined && entryKindOf(service, operation) === undefined) return run();
    const root = parent?.root ?? rootIn(request) ?? newRoot();
    const span = newSpan(root, isBatch(operation) ? BATCH_SPANS : 1);
    post({
      type: 'call',
      span: span.id,
      parent: parent?.id,
      time: Date.now(),
      requestId: request.id,
      root,
      service,
      operation,
      target: request.url.pathname,
      caller: caller.kind === 'external' ? 'external' : caller.functionName,
      body: request.body.length > MAX_BODY_BYTES ? '' : request.body.toString(),
    });
    const end = (answer?: HttpAnswer, denied?: Denial) => {
      const fault = faults.get(span.id);
      faults.delete(span.id);
      const [time, status] = [Date.now(), answer?.status];
      post({ type: 'ended', span: span.id, time, status, denied, fault, answer: answer && textOf(answer) });
    };
    try {
      const result = await inSpan(span, run);
      end(result.answer === 'reset' ? undefined : result.answer, result.denied);
      return result;
    } catch (error) {
      end();
      throw error;
    }
  };

  const site: CallWatch['site'] = async (request, run) => {
    if (!request.url.pathname.startsWith(EXECUTE_API_PATH)) return run();
    const span = newSpan(rootIn(request) ?? newRoot());
    const begun = { span: span.id, time: Date.now(), requestId: request.id, root: span.root };
    post({ type: 'request', ...begun, method: request.method, path: request.url.pathname });
    let answer: HttpAnswer | undefined;
    try {
      answer = await inSpan(span, run);
      return answer;
    } finally {
      const [time, status] = [Date.now(), answer?.status];
      post({ type: 'ended', span: span.id, time, status, answer: answer && textOf(answer) });
    }
  };

  const invocations: Required<InvocationListener> = {
    started: ({ requestId, functionName, trigger, payload, time }) => {
      const parent = currentSpan() ?? accepted.get(requestId);
      const span = newSpan(parent?.root ?? newRoot());
      running.set(requestId, span);
      const begun = { span: span.id, parent: parent?.id, time, requestId, root: span.root };
      const execution = trigger.kind === 'state-machine' ? trigger.source : undefined;
      post({ type: 'invocation', ...begun, functionName, trigger: trigger.kind, execution, payload });
    },
    ended: ({ requestId, outcome, answer, durationMs, initMs }) => {
      const span = running.get(requestId);
      running.delete(requestId);
      if (outcome === 'succeeded') accepted.delete(requestId);
      if (span === undefined) return;
      const figures = { outcome, durationMs, initMs };
      post({ type: 'ended', span: span.id, time: Date.now(), ...figures, answer });
    },
  };

  return {
    call,
    site,
    invocations,
    environments: {
      begin: (accessKeyId, requestId) => {
        const span = running.get(requestId) ?? newSpan(newRoot());
        environments.set(accessKeyId, span);
        return traceHeader(span);
      },
      end: (accessKeyId) => void environments.delete(accessKeyId),
    },
    line: ({ requestId, line, time, isPlatform = false }) => {
      const span = running.get(requestId ?? '');
      if (span === undefined || (isPlatform && /^(START|END|REPORT) /.test(line))) return;
      post({ type: 'line', span: span.id, time, line: line.slice(0, MAX_ANSWER_BYTES) });
    },
    accepted: (requestId) => {
      const span = currentSpan();
      if (span === undefined) return;
      accepted.set(requestId, span);
      for (const oldest of accepted.size > MOST_ACCEPTED ? accepted.keys().take(1) : [])
        accepted.delete(oldest);
      post({ type: 'accepted', parent: span.id, requestId });
    },
    fault: (kind) => {
      const span = currentSpan();
      if (span !== undefined) faults.set(span.id, kind);
    },
    deadLetter: (messageId, queue) =>
      post({ type: 'deadLetter', span: newSpan('').id, time: Date.now(), messageId, queue }),
    moved: (from, to) => post({ type: 'moved', from, to }),
  };
}

function textOf({ body, stream }: HttpAnswer): string | undefined {
  if (stream !== undefined || body.length > MAX_ANSWER_BYTES) return undefined;
  return body.toString();
}

/** The trace that a client has begun, in the form of X-Ray or of W3C Trace Context. */
function rootIn({ headers }: GatewayRequest): string | undefined {
  const xray = /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(
    String(headers['x-amzn-trace-id'] ?? ''),
  );
  if (xray?.[1] !== undefined) return xray[1];
  const w3c = /^[0-9a-f]{2}-([0-9a-f]{8})([0-9a-f]{24})-[0-9a-f]{16}-/.exec(
    String(headers['traceparent'] ?? ''),
  );
  return w3c === null ? undefined : `1-${w3c[1]}-${w3c[2]}`;
}

/** The header `X-Amzn-Trace-Id` of what comes of a span. */
function traceHeader({ id, root }: Span): string {
  return `Root=${root};Parent=${id.toString(16).padStart(16, '0')};Sampled=0`;
}
