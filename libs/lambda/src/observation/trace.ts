import { AsyncLocalStorage } from 'node:async_hooks';

/** What one piece of work belongs to: a header of X-Ray, such as `Root=1-…;Parent=…;Sampled=0`. */
type Work = { trace: string | undefined };

const storage = new AsyncLocalStorage<Work>();

/**
 * Runs one piece of work, such as an invocation or a message of it, under the trace that it came with: a header of X-Ray
 * or a `traceparent` of W3C. Log lines written and AWS calls made in it, however deep and late, carry that trace. Without
 * a trace of its own it has the one around it.
 */
export function inTrace<Result>(carried: string | undefined, work: () => Result): Result {
  return storage.run({ trace: joined(carried) }, work);
}

/** From here on the work goes on under this trace, which came with what it has read. Nothing changes without one. */
export function continueTrace(carried: string | undefined): void {
  const current = storage.getStore();
  if (current) current.trace = joined(carried);
}

/** The header of X-Ray of the work that is under way. */
export function currentTrace(): string | undefined {
  return storage.getStore()?.trace;
}

/** The metadata by which an object tells its readers the current trace, in the form of W3C; empty without a trace. */
export function traceMetadata(): { traceparent?: string } {
  const fields = fieldsOf(currentTrace());
  const hex = /^1-([\da-f]{8})-([\da-f]{24})$/
    .exec(fields.root ?? '')
    ?.slice(1)
    .join('');
  if (hex === undefined) return {};
  const { parent = hex.slice(16), sampled } = fields;
  return { traceparent: `00-${hex}-${parent}-0${sampled ?? 0}` };
}

/** The id of a trace in a header of X-Ray or in a `traceparent`, such as `1-5759e988-bd862e3fe1be46a994272793`. */
export function traceIdOf(carried: string | undefined): string | undefined {
  return fieldsOf(carried).root;
}

/**
 * A header that is safe to send, whatever stands in the one that came. Its `Lineage` stays that of the invocation: by it
 * Lambda knows functions that call each other without end.
 */
function joined(carried: string | undefined): string | undefined {
  const outer = currentTrace();
  const { root, parent, sampled } = fieldsOf(carried);
  if (root === undefined) return outer;
  const lineage = /(?:^|;)(Lineage=[\w:.|-]{1,200})/.exec((outer ?? carried) || '')?.[1];
  const fields = [`Root=${root}`, parent && `Parent=${parent}`, sampled && `Sampled=${sampled}`, lineage];
  return fields.filter((field) => field !== undefined).join(';');
}

type Fields = { root?: string | undefined; parent?: string | undefined; sampled?: string | undefined };

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader, https://www.w3.org/TR/trace-context/ */
function fieldsOf(carried = ''): Fields {
  const w3c = /^[\da-f]{2}-(?!0{32})([\da-f]{8})([\da-f]{24})-([\da-f]{16})-[\da-f]([\da-f])/.exec(carried);
  if (w3c) {
    const [, time, random, parent, flags = '0'] = w3c;
    return { root: `1-${time}-${random}`, parent, sampled: String(Number.parseInt(flags, 16) & 1) };
  }
  return {
    root: /(?:^|;)\s*Root=([\w-]{1,100})/.exec(carried)?.[1],
    parent: /(?:^|;)\s*Parent=([\da-f]{16})(?:;|$)/.exec(carried)?.[1],
    sampled: /(?:^|;)\s*Sampled=([01])/.exec(carried)?.[1],
  };
}
