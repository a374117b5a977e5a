import type { ExecutionDetail, ExecutionPage, ExecutionSummary } from '@hanok/console';
import { ApiError } from '../../gateway/api-error.ts';
import type { Execution } from '../../services/states/execution-store.ts';
import type { Executions } from '../../services/states/executions.ts';
import type { StateMachine } from '../../services/states/state-machine.ts';
import { ConsoleError } from '../console-operation.ts';
import { detailsOf, stateRuns } from './state-runs.ts';

/** Events of a history that are shown. */
const MOST_EVENTS = 2_000;

/** Throws `ConsoleError`. */
export function machineNamed(executions: Pick<Executions, 'machines'>, name: string): StateMachine {
  const found = executions.machines().find((machine) => machine.name === name);
  if (found !== undefined) return found;
  throw new ConsoleError(404, `There is no state machine ${name} in this stack`);
}

/** The newest executions that have all words of a text. */
export function listExecutions(
  executions: Executions,
  { machine, text = '', limit }: { machine: string; text?: string | undefined; limit: number },
): ExecutionPage {
  const all = executions.ofMachine(machineNamed(executions, machine).arn).map(summaryOf);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all.filter(({ name, status, error = '' }) => {
    const shown = `${name} ${status} ${error}`.toLowerCase();
    return words.every((word) => shown.includes(word));
  });
  return { executions: found.slice(0, limit), kept: all.length };
}

/** Throws `ConsoleError`. */
export function executionArn(
  executions: Executions,
  { machine, name }: { machine: string; name: string },
): string {
  const arn = `${machineNamed(executions, machine).arn.replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    return executions.get(arn).arn;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ConsoleError(404, `There is no execution ${name} of ${machine}`);
  }
}

export function describeExecution(executions: Executions, arn: string): ExecutionDetail {
  const execution = executions.get(arn);
  const history = executions.history(arn);
  const { runs, transitions, stateOf } = stateRuns(history, execution.status);
  const events = history.slice(-MOST_EVENTS).toReversed();
  return {
    ...summaryOf(execution),
    input: execution.input,
    ...(execution.output !== null && { output: execution.output }),
    ...(execution.cause !== null && { cause: execution.cause }),
    ...{ states: runs, transitions },
    events: events.map((event) => {
      const { id, timestamp: time, type } = event;
      const state = stateOf(event);
      return {
        id,
        time,
        type,
        ...(state !== undefined && { state }),
        details: JSON.stringify(detailsOf(event)),
      };
    }),
  };
}

function summaryOf({ name, status, started, stopped, error }: Execution): ExecutionSummary {
  return {
    ...{ name, status, started },
    ...(stopped !== null && { stopped }),
    ...(error !== null && { error }),
  };
}
