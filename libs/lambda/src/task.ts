import { parseInputAsync, type SchemaOutput, type StandardSchema } from '@hanok/events';
import { asError, InvalidEventError, OutputTooLargeError } from './errors.ts';
import { beforeDeadline, type LambdaContext, runInvocation } from './invocation.ts';
import type { Observation } from './observation/observe.ts';

/** Does the task and answers its output. Rejects soon after the signal aborts; the error's name is for the caller. */
export type TaskHandler<Input, Output> = (input: Input, signal: AbortSignal) => Promise<Output>;

/** Most bytes of an answer as JSON: a state machine that gets more of it ends, and no Catch of it runs. */
const MAX_OUTPUT_BYTES = 262_144;
/** Most characters of an error that is thrown, which a state machine keeps beside the data of its state. */
const MAX_ERROR_LENGTH = 8_000;

/**
 * A Lambda handler for a function that is invoked directly: by a command, a schedule or a workflow. Throws what the
 * task throws: its `name` is the caller's error type. Throws `InvalidEventError`, naming the fields, for a bad event, and
 * `OutputTooLargeError` for an answer of more than 256 KiB.
 */
export function task<Input extends StandardSchema, Output>(
  options: Observation & { input: Input; handle: TaskHandler<SchemaOutput<Input>, Output> },
) {
  const { input, handle, log, metrics } = options;
  return (event: unknown, context: LambdaContext): Promise<Output> =>
    runInvocation(context, metrics, async () => {
      try {
        const parsed = await parseInputAsync(input, event);
        if (!parsed.ok) throw new InvalidEventError(`Not an event of this task: ${parsed.reason}`);
        const output = await beforeDeadline(context, (signal) => handle(parsed.value, signal));
        const bytes = Buffer.byteLength(JSON.stringify(output) ?? '');
        if (bytes > MAX_OUTPUT_BYTES) throw new OutputTooLargeError(bytes);
        log.info('task done');
        metrics.count('TasksDone');
        return output;
      } catch (thrown) {
        const error = asError(thrown);
        log.error('task failed', { error });
        metrics.count('TasksFailed');
        throw shortened(error);
      }
    });
}

/** The error as it is, or when it would not fit beside a state's data, one of its name with the beginning of its message. */
function shortened(error: Error): Error {
  if (error.message.length + (error.stack?.length ?? 0) <= MAX_ERROR_LENGTH) return error;
  const { name, message } = error;
  const short = new Error(message.slice(0, MAX_ERROR_LENGTH / 4).toWellFormed(), { cause: error });
  return Object.assign(short, { name, stack: `${name}: ${short.message}` });
}
