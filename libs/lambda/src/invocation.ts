import { DeadlineError } from './errors.ts';
import { withLogIds } from './observation/log-ids.ts';
import type { Metrics } from './observation/metrics.ts';
import { inTrace } from './observation/trace.ts';

/** Kept free before the timeout to answer in: a tenth of the time left, at most this. */
const MARGIN_MS = 1_000;
/** After the signal, how long a call may take to settle by itself. */
const GRACE_MS = MARGIN_MS / 4;

/** The part of Lambda's context object that the shells read. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export type LambdaContext = {
  awsRequestId: string;
  functionName: string;
  /** Milliseconds until Lambda stops the function. */
  getRemainingTimeInMillis(): number;
};

/** One invocation: its log lines carry the ids of request and trace, and its metrics are written at the end, however it ends. */
export function runInvocation<Result>(
  context: LambdaContext,
  metrics: Metrics,
  call: () => Promise<Result>,
): Promise<Result> {
  return metrics.collect(() =>
    inTrace(invocationTrace(), () => withLogIds({ requestId: context.awsRequestId }, call)),
  );
}

/** Lambda sets it anew for each invocation. */
function invocationTrace(): string | undefined {
  // eslint-disable-next-line no-restricted-properties -- it is no setting, and not known when main.ts begins
  return process.env['_X_AMZN_TRACE_ID'];
}

/**
 * Runs `call` with a signal that aborts with `DeadlineError` shortly before Lambda's timeout. A call that goes on all
 * the same is left behind, and the promise rejects with that error while there is still time to answer.
 */
export async function beforeDeadline<Result>(
  context: LambdaContext,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const remaining = context.getRemainingTimeInMillis();
  const margin = Math.min(MARGIN_MS, remaining / 10);
  const controller = new AbortController();
  let made: DeadlineError | undefined;
  // Only when it is needed: the stack of an error takes as long as all else here.
  const error = () => (made ??= new DeadlineError(`Stopped ${Math.round(margin)} ms before the timeout`));
  const abort = setTimeout(() => controller.abort(error()), remaining - margin);
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const giveUp = setTimeout(() => reject(error()), remaining - margin + Math.min(GRACE_MS, margin / 2));
  try {
    return await Promise.race([call(controller.signal), tooLate]);
  } catch (thrown) {
    // Clients reject an aborted call with an error of their own, which does not say why.
    throw controller.signal.aborted ? error() : thrown;
  } finally {
    clearTimeout(abort);
    clearTimeout(giveUp);
  }
}
