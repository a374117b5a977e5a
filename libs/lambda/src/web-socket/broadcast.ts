import * as z from 'zod/mini';
import { asError } from '../errors.ts';
import { MAX_MESSAGE_BYTES } from './frame.ts';

/** Sends bytes to one connection as one message. Rejects with the error of the service when it is not sent. */
export type PostToConnection = (
  connectionId: string,
  data: Uint8Array,
  signal: AbortSignal,
) => Promise<unknown>;

/** Each connection id is counted in `sent` or stands in exactly one of the lists. */
export type BroadcastOutcome = {
  sent: number;
  /** Closed, or never open: 410. Only what belongs to these connections may be removed. */
  gone: readonly string[];
  /** Too many calls, or more than the client reads: 429 after the client's own tries. It may be sent later. */
  throttled: readonly string[];
  /** Whether a message that was cut off by a time limit or a broken line has arrived is not known. */
  failed: readonly { connectionId: string; error: Error }[];
  /** Not sent when the signal aborted, in the order given. At most `concurrency` of them may have arrived all the same. */
  unsent: readonly string[];
};

/** As many as the SDK opens sockets for. */
const CONCURRENCY = 50;

const serviceError = z.object({ $metadata: z.object({ httpStatusCode: z.number() }) });

/**
 * Sends one payload, text or bytes, to each of the connections once, at most `concurrency` at a time; an id that stands twice gets it once.
 * Never rejects for a receiver. Once the signal aborts it settles at once, with what is left in `unsent`, which can be handed on.
 * Throws `RangeError` for a payload of more than 128 KB, which no connection takes, and for a concurrency below 1.
 */
export async function broadcast(options: {
  post: PostToConnection;
  connectionIds: readonly string[];
  payload: string | Uint8Array;
  signal: AbortSignal;
  concurrency?: number;
}): Promise<BroadcastOutcome> {
  const { post, payload, signal, concurrency = CONCURRENCY } = options;
  const data = typeof payload === 'string' ? Buffer.from(payload) : payload;
  if (data.byteLength > MAX_MESSAGE_BYTES)
    throw new RangeError(`The payload has ${data.byteLength} bytes; a connection takes 131072`);
  if (!(concurrency >= 1)) throw new RangeError('The concurrency is at least 1');
  const ids = [...new Set(options.connectionIds)];
  const results = new Map<string, Result>();
  const waiting = ids.values();
  const work = async () => {
    for (const id of waiting) {
      if (signal.aborted) return;
      const result = await send(() => post(id, data, signal));
      // What the signal has cut off is unsent, whatever error the client makes of it.
      if (!signal.aborted || result.kind !== 'failed') results.set(id, result);
    }
  };
  const workers = Array.from({ length: Math.min(concurrency, ids.length) }, work);
  await untilAborted(Promise.all(workers), signal);
  return outcomeOf(ids, results);
}

type Result = { kind: 'sent' } | { kind: 'gone' | 'throttled' | 'failed'; error: Error };

async function send(call: () => Promise<unknown>): Promise<Result> {
  try {
    await call();
    return { kind: 'sent' };
  } catch (thrown) {
    return { kind: kindOf(thrown), error: asError(thrown) };
  }
}

/** By name, or by status: the body of an error may be empty or no JSON, and the error has another name then. */
function kindOf(thrown: unknown): 'gone' | 'throttled' | 'failed' {
  const name = thrown instanceof Error ? thrown.name : '';
  const answer = serviceError.safeParse(thrown);
  const status = answer.success ? answer.data.$metadata.httpStatusCode : 0;
  if (name === 'GoneException' || status === 410) return 'gone';
  if (name === 'LimitExceededException' || status === 429) return 'throttled';
  return 'failed';
}

async function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, resolve } = Promise.withResolvers<void>();
  const onAbort = () => resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (!signal.aborted) await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function outcomeOf(ids: readonly string[], results: ReadonlyMap<string, Result>): BroadcastOutcome {
  const those = (kind: Result['kind'] | undefined) => ids.filter((id) => results.get(id)?.kind === kind);
  const failed = ids.flatMap((connectionId) => {
    const result = results.get(connectionId);
    return result?.kind === 'failed' ? [{ connectionId, error: result.error }] : [];
  });
  const [gone, throttled] = [those('gone'), those('throttled')];
  return { sent: those('sent').length, gone, throttled, failed, unsent: those(undefined) };
}
