import { withLogIds } from './log-ids.ts';
import type { LambdaContext } from './lambda-context.ts';
import type { Metrics } from './metrics.ts';

/** One invocation: its log lines carry the request id, and its metrics are written at the end, however it ends. */
export async function runInvocation<Result>(
  context: LambdaContext,
  metrics: Metrics,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await withLogIds({ requestId: context.awsRequestId }, call);
  } finally {
    metrics.flush();
  }
}
