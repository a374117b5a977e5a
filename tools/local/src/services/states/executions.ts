import { randomUUID } from 'node:crypto';
import type { Past, StatesEvent } from '@hanok/engines/states';
import type { Clock } from '../../clock.ts';
import { ApiError } from '../../gateway/api-error.ts';
import type { LogLine } from '../../log-line.ts';
import { checkDefinition } from './definition/check-definition.ts';
import { endingOfFault, parseInput, repeated } from './execution-rules.ts';
import { logLine } from './execution-log.ts';
import type { ExecutionMetrics } from './execution-metrics.ts';
import { type Ending, type Execution, openExecutionStore } from './execution-store.ts';
import { type RunningExecution, runExecution } from './run-execution.ts';
import type { TaskPorts } from './run-task.ts';
import type { StateMachine } from './state-machine.ts';
import { createTaskTokens, type TaskTokens } from './task-tokens.ts';

/** The state machines of the stack and their executions. */
export type Executions = {
  /** Puts a machine in place of one of the same ARN. Throws `DefinitionError`. */
  add(machine: StateMachine): void;
  machines(): readonly StateMachine[];
  /** Told whenever an execution goes on or ends. */
  watch(listener: () => void): void;
  /** Throws `StateMachineDoesNotExist`. */
  machine(arn: string): StateMachine;
  /**
   * Starts an execution, once per name and input while it runs. Its tasks go on with `trace`, a header of X-Ray. Throws
   * `ExecutionAlreadyExists`, `InvalidExecutionInput`.
   */
  start(machineArn: string, name: string | undefined, input: string, trace?: string): Execution;
  /** Runs an express machine and waits for it; nothing of it is kept. */
  runSync(...start: Parameters<Executions['start']>): Promise<Execution & Ending>;
  /** Throws `ExecutionDoesNotExist`. */
  get(arn: string): Execution;
  ofMachine(machineArn: string): Execution[];
  history(arn: string): StatesEvent[];
  /** Ends a running execution as ABORTED. */
  abort(arn: string, reason: { error?: string | undefined; cause?: string | undefined }): Execution;
  tokens: Pick<TaskTokens, 'settle' | 'beat'>;
  /** Goes on with what an earlier stack left running, each with the machine that it began with. */
  resume(): void;
  /** Ends what runs, so that nothing of it holds the process; the next stack goes on with it. */
  interrupt(): void;
  /** Ends and forgets every execution. */
  clear(): void;
  /** Executions that do not wait: not for the clock, and not for a task's token. */
  underWay(): number;
  /** Interrupts what runs, and closes the file. */
  stop(): void;
};

type ExecutionsOptions = Omit<TaskPorts, 'tokens'> & {
  file: string;
  clock: Clock;
  logs: { append(line: LogLine): void };
  metrics?: ExecutionMetrics;
};

export function createExecutions(options: ExecutionsOptions): Executions {
  const { clock, metrics } = options;
  const store = openExecutionStore(options.file);
  const tokens = createTaskTokens();
  const machines = new Map<string, StateMachine>();
  const running = new Map<string, RunningExecution>();
  const synchronous = new Set<RunningExecution>();
  let changed: () => void = () => undefined;

  function machine(arn: string): StateMachine {
    const found = machines.get(arn);
    if (found) return found;
    throw new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
  }

  function get(arn: string): Execution {
    const found = store.get(arn);
    if (found) return found;
    throw new ApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  }

  const start: Executions['start'] = (machineArn, name = randomUUID(), input, trace) => {
    const of = machine(machineArn);
    const parsed = parseInput(input);
    const arn = `${of.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const started = clock.now();
    if (!store.add({ arn, machine: of.arn, name, input, started }, of, trace))
      return repeated(get(arn), input);
    metrics?.started(of.arn);
    run(of, { arn, name, input: parsed, started, trace });
    return get(arn);
  };

  function run(of: StateMachine, execution: Parameters<typeof runExecution>[1], past?: Past): void {
    const { arn } = execution;
    const onEvent = (event: StatesEvent, key: string) => {
      // An ending stands: what an aborted run still tells is not part of its history.
      if (!running.has(arn)) return;
      store.append(arn, event, key);
      changed();
      const line = logLine(of, execution, event);
      if (line !== undefined) options.logs.append(line);
    };
    const onNote = (key: string, value: unknown) => {
      if (running.has(arn)) store.note(arn, key, value);
    };
    const started = runExecution(of, execution, { ...options, tokens, past, onEvent, onNote });
    running.set(arn, started);
    void started.ended.catch(endingOfFault).then((ending) => {
      if (!running.delete(arn)) return;
      store.end(arn, ending, clock.now());
      changed();
      metrics?.ended(of.arn, ending, clock.now() - execution.started);
    });
  }

  function resume(): void {
    for (const { execution, machine: of, trace, past } of store.interrupted()) {
      const { arn, name, started } = execution;
      run(of, { arn, name, started, trace, input: parseInput(execution.input) }, past);
    }
  }

  const runSync: Executions['runSync'] = async (machineArn, name = randomUUID(), input, trace) => {
    const of = machine(machineArn);
    if (of.type !== 'EXPRESS')
      throw new ApiError(
        'StateMachineTypeNotSupported',
        'This operation is not supported by this type of state machine',
      );
    const arn = `${of.arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`;
    const started = clock.now();
    const parsed = parseInput(input);
    const untold = () => undefined;
    const execution = { arn, name, input: parsed, started, trace };
    metrics?.started(of.arn);
    const run = runExecution(of, execution, { ...options, tokens, onEvent: untold, onNote: untold });
    synchronous.add(run);
    const ending = await run.ended.finally(() => synchronous.delete(run));
    metrics?.ended(of.arn, ending, clock.now() - started);
    const none = { output: null, error: null, cause: null };
    return { arn, machine: of.arn, name, input, started, stopped: clock.now(), ...none, ...ending };
  };

  function abort(
    arn: string,
    { error, cause }: { error?: string | undefined; cause?: string | undefined },
  ): Execution {
    const { status, machine: of, started } = get(arn);
    if (status !== 'RUNNING') return get(arn);
    const timestamp = clock.now();
    const details = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    const previousEventId = store.history(arn).at(-1)?.id ?? 0;
    const event = { id: previousEventId + 1, previousEventId, timestamp, type: 'ExecutionAborted' };
    store.append(arn, { ...event, executionAbortedEventDetails: details }, 'x');
    const ending: Ending = { status: 'ABORTED', error: error ?? null, cause: cause ?? null };
    store.end(arn, ending, timestamp);
    metrics?.ended(of, ending, timestamp - started);
    const run = running.get(arn);
    running.delete(arn);
    changed();
    run?.abort();
    return get(arn);
  }

  function interrupt(): void {
    const runs = [...running.values(), ...synchronous];
    running.clear();
    for (const each of runs) each.abort();
  }

  return {
    add: (added) => {
      checkDefinition(added.definition);
      machines.set(added.arn, added);
    },
    machines: () => [...machines.values()],
    watch: (listener) => void (changed = listener),
    machine,
    start,
    runSync,
    get,
    ofMachine: (arn) => store.ofMachine(machine(arn).arn),
    history: (arn) => store.history(get(arn).arn),
    abort,
    tokens,
    resume,
    interrupt,
    clear: () => {
      interrupt();
      store.clear();
    },
    underWay: () => [...running.values(), ...synchronous].filter((each) => !each.waits()).length,
    stop: () => {
      interrupt();
      store.close();
    },
  };
}
