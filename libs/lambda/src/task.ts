import { parseInput } from '@hanok/events';
import type * as z from 'zod/mini';
import { asError, InvalidEventError } from './errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
import type { Observation } from './observation/observe.ts';

/** Does the task and answers its output. Rejects soon after the signal aborts; the error's name is for the caller. */
export type TaskHandler<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

/**
 * A Lambda handler for a function that is invoked directly: by a command, a schedule or a workflow. Throws what the
 * task throws: its `name` is the caller's error type. Throws `InvalidEventError`, naming the fields, for a bad event.
 */
export function task<Input extends z.core.$ZodType, Output>(
  options: Observation & { input: Input; handle: TaskHandler<z.core.output<Input>, Output> },
) {
  const { input, handle, log, metrics } = options;
  return (event: unknown, context: LambdaContext): Promise<Output> =>
    runInvocation(context, metrics, async () => {
      try {
        const parsed = parseInput(input, event);
        if (!parsed.ok) throw new InvalidEventError(`Not an event of this task: ${parsed.reason}`);
        const output = await beforeDeadline(context, (signal) => handle(parsed.value, signal));
        log.info('task done');
        metrics.count('TasksDone');
        return output;
      } catch (thrown) {
        const error = asError(thrown);
        log.error('task failed', { error });
        metrics.count('TasksFailed');
        throw error;
      }
    });
}
