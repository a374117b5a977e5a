import { StatesApiError } from './errors.ts';
import type { Execution } from './execution-store.ts';
import type { HistoryEntry } from './history-event.ts';
import type { StateMachine } from './state-machine.ts';

const DEFAULT_PAGE = 100;

/** As ListExecutions shows it; dates in seconds. */
export function summaryOf({ arn, machine, name, status, started, stopped }: Execution) {
  return {
    executionArn: arn,
    stateMachineArn: machine,
    name,
    status,
    startDate: started / 1_000,
    ...(stopped !== null && { stopDate: stopped / 1_000 }),
  };
}

export function describeExecution(execution: Execution) {
  const { input, output, error, cause } = execution;
  return {
    ...summaryOf(execution),
    input,
    inputDetails: { included: true },
    ...(output !== null && { output, outputDetails: { included: true } }),
    ...(error !== null && { error }),
    ...(cause !== null && { cause }),
  };
}

export function describeMachine({ arn, name, type, definition, roleArn }: StateMachine) {
  return { stateMachineArn: arn, name, type, definition, roleArn, status: 'ACTIVE', creationDate: 0 };
}

type Paging = { maxResults: number; nextToken?: string | undefined };

/** One page of a history, its events numbered from 1 in the order in which they happened. */
export function historyPage(
  entries: readonly HistoryEntry[],
  options: Paging & { reverseOrder: boolean; includeExecutionData: boolean },
) {
  const events = entries.map(({ timestamp, ...entry }, index) => ({
    ...(options.includeExecutionData ? entry : withoutData(entry)),
    id: index + 1,
    previousEventId: index,
    timestamp: timestamp / 1_000,
  }));
  return page('events', options.reverseOrder ? events.toReversed() : events, options);
}

/** A page of a list under its name, with the token of the next one. Throws `InvalidToken`. */
export function page(name: string, all: readonly object[], { maxResults, nextToken = '0' }: Paging): object {
  const start = Number(nextToken);
  if (!Number.isInteger(start) || start < 0) throw new StatesApiError('InvalidToken', 'Invalid Token');
  const end = start + (maxResults || DEFAULT_PAGE);
  return { [name]: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
}

function withoutData(entry: object): object {
  return JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
    key === 'input' || key === 'output' ? undefined : value,
  );
}
