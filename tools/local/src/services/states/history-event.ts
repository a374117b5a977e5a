import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { StatesRun } from '@hanok/engines/states';

/** What the engine tells of a run. */
export type EngineEvent = StatesRun['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

/** An event as GetExecutionHistory answers it, without its ids; `timestamp` in milliseconds. */
export type HistoryEntry = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp'> & { timestamp: number };

/** What the history needs to know of a state. */
type KnownState = { Type: string; Resource?: string | undefined };
type StateEvent = Extract<EngineEvent, { state: object }>;

/**
 * Turns the engine's events, in order, into those that Step Functions tells of the same run.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export function createHistory(
  roleArn: string,
  stateOf: (name: string) => KnownState | undefined,
): (event: EngineEvent) => HistoryEntry[] {
  const caught = new Set<string>();
  return (event) => ('state' in event ? stateEntries(event) : executionEntries(event, roleArn));

  function stateEntries(event: StateEvent): HistoryEntry[] {
    const { timestamp, state } = event;
    const { Type = state.type, Resource } = stateOf(state.name) ?? {};
    const ofTask = Type === 'Task';
    switch (event.type) {
      case 'StateEntered': {
        const stateEnteredEventDetails = { name: state.name, input: JSON.stringify(state.input) };
        const entered: HistoryEntry = {
          timestamp,
          type: `${Type}StateEntered` as 'TaskStateEntered',
          stateEnteredEventDetails,
        };
        return ofTask ? [entered, ...attempt(timestamp, Resource)] : [entered];
      }
      case 'StateRetried':
        return ofTask ? attempt(timestamp, Resource) : [];
      case 'StateFailed':
        return ofTask ? [failure(event)] : [];
      case 'StateCaught':
        caught.add(state.name);
        return [];
      case 'StateExited': {
        // In Step Functions an execution ends in its Fail state and never leaves it.
        if (Type === 'Fail') return [];
        const output = JSON.stringify(state.output);
        const exited: HistoryEntry = {
          ...{ timestamp, type: `${Type}StateExited` as 'TaskStateExited' },
          stateExitedEventDetails: { name: state.name, output },
        };
        const succeeded: HistoryEntry = {
          timestamp,
          type: 'LambdaFunctionSucceeded',
          lambdaFunctionSucceededEventDetails: {},
        };
        return ofTask && !caught.delete(state.name) ? [succeeded, exited] : [exited];
      }
    }
  }
}

function attempt(timestamp: number, resource: string | undefined): HistoryEntry[] {
  return [
    { timestamp, type: 'LambdaFunctionScheduled', lambdaFunctionScheduledEventDetails: { resource } },
    { timestamp, type: 'LambdaFunctionStarted' },
  ];
}

function failure(event: Extract<StateEvent, { Error: string }>): HistoryEntry {
  const { timestamp } = event;
  if (event.Error === 'States.Timeout')
    return { timestamp, type: 'LambdaFunctionTimedOut', lambdaFunctionTimedOutEventDetails: causeOf(event) };
  return { timestamp, type: 'LambdaFunctionFailed', lambdaFunctionFailedEventDetails: causeOf(event) };
}

function executionEntries(event: Exclude<EngineEvent, StateEvent>, roleArn: string): HistoryEntry[] {
  const { timestamp } = event;
  switch (event.type) {
    case 'ExecutionStarted': {
      const input = JSON.stringify(event.input);
      return [{ timestamp, type: event.type, executionStartedEventDetails: { input, roleArn } }];
    }
    case 'ExecutionSucceeded': {
      const output = JSON.stringify(event.output);
      return [{ timestamp, type: event.type, executionSucceededEventDetails: { output } }];
    }
    case 'ExecutionFailed':
      return [{ timestamp, type: event.type, executionFailedEventDetails: causeOf(event) }];
    case 'ExecutionTimeout':
      return [{ timestamp, type: 'ExecutionTimedOut', executionTimedOutEventDetails: {} }];
    case 'MapIterationStarted':
    case 'MapIterationSucceeded':
    case 'MapIterationFailed': {
      const key = `map${event.type.slice('Map'.length)}EventDetails` as 'mapIterationStartedEventDetails';
      return [{ timestamp, type: event.type, [key]: { name: event.parentState.name, index: event.index } }];
    }
    // Step Functions tells of branches only through their states, and the store tells of an abort itself.
    default:
      return [];
  }
}

function causeOf({ Error, Cause }: { Error: string; Cause: unknown }): { error: string; cause: string } {
  return { error: Error, cause: typeof Cause === 'string' ? Cause : String(Cause) };
}
