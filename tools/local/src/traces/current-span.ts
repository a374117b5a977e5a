import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** A piece of work of a trace that is under way. */
export type Span = {
  id: number;
  /** The trace in the form of X-Ray, such as `1-5759e988-bd862e3fe1be46a994272793`. */
  root: string;
};

const storage = new AsyncLocalStorage<Span>();

/** The span for which the stack works now: what it begins by itself, such as an invocation, comes of it. */
export function currentSpan(): Span | undefined {
  return storage.getStore();
}

export function inSpan<Result>(span: Span, work: () => Result): Result {
  return storage.run(span, work);
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids */
export function newRoot(): string {
  if (used + ROOT_BYTES > random.length) [random, used] = [randomBytes(random.length), 0];
  used += ROOT_BYTES;
  const id = random.toString('hex', used - ROOT_BYTES, used);
  return `1-${Math.floor(Date.now() / 1000).toString(16)}-${id}`;
}

/** Random bytes are asked for together: each time is a call of the system. */
const ROOT_BYTES = 12;
let random = Buffer.alloc(ROOT_BYTES * 256);
let used = random.length;
