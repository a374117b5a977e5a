import { withLogIds } from './log-ids.ts';
import type { LambdaContext } from './lambda-context.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/** What every shell writes with. */
export type Observation = { log: Logger; metrics: Metrics };

/** One invocation: its log lines carry the request id, and its metrics are written at the end, however it ends. */
export async function observed<Result>(
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
