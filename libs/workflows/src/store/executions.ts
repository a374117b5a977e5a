import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  paginateGetExecutionHistory,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

/**
 * `status` is `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`; `input` is JSON text, and
 * `error` the name of the error by which it failed.
 */
export type Execution = { status: string; input: string; error: string | undefined };

/** The executions of one state machine, by name. */
export type Executions = {
  /**
   * Starts the execution, once per name: `started` when it runs, or ran, with this very input, `taken` when the name
   * stands for another input. Step Functions keeps names for 90 days after the execution ends.
   */
  start(name: string, input: object, signal: AbortSignal): Promise<'started' | 'taken'>;
  find(name: string, signal: AbortSignal): Promise<Execution | undefined>;
  /** The names of the states that an execution entered, in order. Throws `ExecutionDoesNotExist`. */
  states(name: string, signal: AbortSignal): Promise<string[]>;
};

export function createExecutions(options: { client: SFNClient; stateMachineArn: string }): Executions {
  const { client, stateMachineArn } = options;
  const arnOf = (name: string) => `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  const find: Executions['find'] = async (name, abortSignal) => {
    try {
      const describe = new DescribeExecutionCommand({ executionArn: arnOf(name) });
      const { status = '', input = '', error } = await client.send(describe, { abortSignal });
      return { status, input, error };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  };
  return {
    find,
    start: async (name, input, abortSignal) => {
      const text = JSON.stringify(input);
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: text }), { abortSignal });
        return 'started';
      } catch (error) {
        // A name is taken when its execution has ended, and when it runs with another input.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
        return (await find(name, abortSignal))?.input === text ? 'started' : 'taken';
      }
    },
    states: async (name, abortSignal) => {
      const history = { executionArn: arnOf(name) };
      const pages = await Array.fromAsync(paginateGetExecutionHistory({ client }, history, { abortSignal }));
      const events = pages.flatMap(({ events = [] }) => events);
      return events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []);
    },
  };
}
