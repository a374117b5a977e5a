import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  paginateGetExecutionHistory,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { TrainingRequest } from '@hanok/events';
import { TrainingKeyReusedError } from './errors.ts';

/** How a training stands: `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`, and the states passed, in order. */
export type TrainingProgress = { status: string; error?: string | undefined; states: string[] };

/** The executions of the training machine, by name. */
export type ExecutionStore = {
  /** Starts the execution, once per name; throws `TrainingKeyReusedError` when it stands with another input. */
  start(name: string, training: TrainingRequest, signal: AbortSignal): Promise<void>;
  /** Undefined when there is no such execution. */
  look(name: string, signal: AbortSignal): Promise<TrainingProgress | undefined>;
};

export function createExecutionStore(options: {
  client: SFNClient;
  stateMachineArn: string;
}): ExecutionStore {
  const { client, stateMachineArn } = options;
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const describe = (name: string, abortSignal: AbortSignal) =>
    client.send(new DescribeExecutionCommand({ executionArn: arnOf(name) }), { abortSignal });
  return {
    start: async (name, training, abortSignal) => {
      const input = JSON.stringify(training);
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input }), { abortSignal });
      } catch (error) {
        // A name is taken when its execution has ended, and when it runs with another input.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        const standing = await describe(name, abortSignal);
        if (standing.input !== input) throw new TrainingKeyReusedError();
      }
    },
    look: async (name, abortSignal) => {
      try {
        const { status = '', error } = await describe(name, abortSignal);
        return { status, error, states: await statesOf(client, arnOf(name), abortSignal) };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return undefined;
        throw error;
      }
    },
  };
}

async function statesOf(
  client: SFNClient,
  executionArn: string,
  abortSignal: AbortSignal,
): Promise<string[]> {
  const states: string[] = [];
  const pages = paginateGetExecutionHistory({ client }, { executionArn }, { abortSignal });
  for await (const { events = [] } of pages)
    states.push(...events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []));
  return states;
}
