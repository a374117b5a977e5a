import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  paginateGetExecutionHistory,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { attemptName, MAX_EXECUTION_ATTEMPTS } from '../execution-id.ts';

/**
 * `status` is `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`; `input` is JSON text, and
 * `error` the name of the error by which it failed.
 */
export type Execution = { name: string; status: string; input: string; error: string | undefined };

/**
 * The executions of one state machine by their ids. The first attempt has the id for its name, the second one
 * `<id>.2`, and so on: an attempt is started when the one before it has failed, timed out or was aborted.
 */
export type Executions = {
  /**
   * Starts the execution, once per id: `started` when it runs, or has succeeded, with this very input, `taken` when the
   * id stands for another input. One that has failed is started again. Step Functions keeps names for 90 days after an
   * execution ends. Throws `AttemptsExhaustedError`.
   */
  start(id: string, input: object, signal: AbortSignal): Promise<'started' | 'taken'>;
  /** The newest attempt. */
  find(id: string, signal: AbortSignal): Promise<Execution | undefined>;
  /** The names of the states that an execution of this name entered, in order. Throws `ExecutionDoesNotExist`. */
  states(name: string, signal: AbortSignal): Promise<string[]>;
};

/** Every attempt of an execution has failed: another one would, too, until the cause is gone. */
class AttemptsExhaustedError extends Error {
  override readonly name = 'AttemptsExhaustedError';
  override readonly message = `All ${MAX_EXECUTION_ATTEMPTS} attempts failed; start it under another id once the cause is gone`;
}

const UNSUCCESSFUL: ReadonlySet<string> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** The executions of this state machine, by the client of Step Functions. */
export function createExecutions(options: { client: SFNClient; stateMachineArn: string }): Executions {
  const run = { ...options, arnOf: arnsOf(options.stateMachineArn) };
  return {
    find: (id, signal) => findNewest(id, run, signal),
    start: async (id, input, signal) => {
      const text = JSON.stringify(input);
      for (let attempt = 1; attempt <= MAX_EXECUTION_ATTEMPTS; attempt++) {
        const outcome = await startOnce(attemptName(id, attempt), text, run, signal);
        if (outcome !== 'failed') return outcome;
      }
      throw new AttemptsExhaustedError();
    },
    states: async (name, abortSignal) => {
      const history = { executionArn: run.arnOf(name) };
      const pages = await Array.fromAsync(
        paginateGetExecutionHistory({ client: run.client }, history, { abortSignal }),
      );
      const events = pages.flatMap(({ events = [] }) => events);
      return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    },
  };
}

type Run = { client: SFNClient; stateMachineArn: string; arnOf: (name: string) => string };

function arnsOf(stateMachineArn: string) {
  return (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** Callers at the same time start one execution: a name with the same input is the same one while it runs. */
async function startOnce(
  name: string,
  input: string,
  run: Run,
  abortSignal: AbortSignal,
): Promise<'started' | 'taken' | 'failed'> {
  const { client, stateMachineArn } = run;
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input }), { abortSignal });
    return 'started';
  } catch (error) {
    // A name is taken when its execution has ended, and when it runs with another input.
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const standing = await describe(name, run, abortSignal);
    if (standing === undefined) throw error;
    if (standing.input !== input) return 'taken';
    return UNSUCCESSFUL.has(standing.status) ? 'failed' : 'started';
  }
}

/** An attempt that has not failed is the newest one. */
async function findNewest(id: string, run: Run, signal: AbortSignal): Promise<Execution | undefined> {
  let newest: Execution | undefined;
  for (let attempt = 1; attempt <= MAX_EXECUTION_ATTEMPTS; attempt++) {
    const found = await describe(attemptName(id, attempt), run, signal);
    if (found === undefined) return newest;
    newest = found;
    if (!UNSUCCESSFUL.has(found.status)) return newest;
  }
  return newest;
}

async function describe(name: string, run: Run, abortSignal: AbortSignal): Promise<Execution | undefined> {
  try {
    const command = new DescribeExecutionCommand({ executionArn: run.arnOf(name) });
    const { status = '', input = '', error } = await run.client.send(command, { abortSignal });
    return { name, status, input, error };
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
