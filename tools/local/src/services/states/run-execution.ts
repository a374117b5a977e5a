import { type Past, runStates, type StatesEnding, type StatesEvent } from '@hanok/engines/states';
import { type Clock, countSleepers } from '../../clock.ts';
import type { Ending } from './execution-store.ts';
import { triggeredBy } from '../lambda/invocation-watch.ts';
import { runTask, type TaskPorts } from './run-task.ts';
import { countWaiting } from './task-tokens.ts';
import type { StateMachine } from './state-machine.ts';

/** A running execution. */
export type RunningExecution = {
  ended: Promise<Ending>;
  abort(): void;
  /** Whether all that it does is to wait for the clock or for a task's token. */
  waits(): boolean;
};

const EXPRESS_SECONDS = 300;

type ExecutionInput = {
  arn: string;
  name: string;
  input: unknown;
  started: number;
  /** The header of X-Ray that its tasks go on with. */
  trace?: string | undefined;
};
type Options = TaskPorts & {
  clock: Clock;
  /** What an earlier stack told and noted of the execution. */
  past?: Past | undefined;
  onEvent(event: StatesEvent, key: string): void;
  onNote(key: string, value: unknown): void;
};

/** Runs a machine's definition on its functions. Waits and retry delays pass on the clock, time limits in real time. */
export function runExecution(
  machine: StateMachine,
  execution: ExecutionInput,
  options: Options,
): RunningExecution {
  const { past, onEvent, onNote } = options;
  const clock = countSleepers(options.clock);
  const tokens = countWaiting(options.tokens);
  const { trace } = execution;
  const stopping = new AbortController();
  const trigger = { kind: 'state-machine', source: execution.arn } as const;
  const invoker = triggeredBy(options.invoker, trigger);
  // Its first event comes after this call: who starts the run knows it by then.
  const ended = Promise.resolve().then(() =>
    runStates(definitionOf(machine), execution.input, {
      tasks: (call) => runTask({ ...options, invoker, tokens, trace }, machine, call),
      context: contextOf(machine, execution),
      signal: stopping.signal,
      ...{ clock, onEvent, onNote },
      ...(past && { past }),
    }),
  );
  return {
    ended: ended.then(endingOf),
    abort: () => stopping.abort(),
    waits: () => clock.sleeping() + tokens.waiting() > 0,
  };
}

/** An express execution ends after five minutes, whatever its definition says. */
function definitionOf({ type, definition }: StateMachine): object {
  const parsed = JSON.parse(definition) as { TimeoutSeconds?: number };
  if (type === 'STANDARD') return parsed;
  return { ...parsed, TimeoutSeconds: Math.min(parsed.TimeoutSeconds ?? EXPRESS_SECONDS, EXPRESS_SECONDS) };
}

function contextOf(machine: StateMachine, { arn: Id, name: Name, input: Input, started }: ExecutionInput) {
  const StartTime = new Date(started).toISOString();
  const redrive = machine.type === 'STANDARD' && { RedriveCount: 0 };
  return {
    Execution: { Id, Input, StartTime, Name, RoleArn: machine.roleArn, ...redrive },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}

function endingOf(ending: StatesEnding): Ending {
  return ending.status === 'SUCCEEDED' ? { ...ending, output: JSON.stringify(ending.output) } : ending;
}
