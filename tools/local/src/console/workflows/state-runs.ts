import type { ExecutionDetail, StateRun } from '@hanok/console';
import type { StatesEvent } from '@hanok/engines/states';

type Status = ExecutionDetail['status'];

/** What a history tells of each state, in the order in which states were entered first, and the ways that were gone. */
export function stateRuns(
  history: readonly StatesEvent[],
  status: Status,
): { runs: StateRun[]; transitions: string[]; stateOf(event: StatesEvent): string | undefined } {
  const visits = new Map<string, Visit>();
  const owners = new Map<number, string>();
  const types = new Map<number, string>();
  const transitions = new Set<string>();
  for (const event of history) {
    const { name, input, output, error, cause } = detailsOf(event);
    const before = owners.get(event.previousEventId);
    const isEntered = event.type.endsWith('StateEntered');
    const isExited = event.type.endsWith('StateExited');
    const state = isEntered || isExited ? name : before;
    types.set(event.id, event.type);
    if (state === undefined) continue;
    owners.set(event.id, state);
    if (isEntered) {
      if (before !== undefined) transitions.add(`${before}>${state}`);
      const times = (visits.get(state)?.told.visits ?? 0) + 1;
      visits.set(state, newVisit(event, times, input));
      continue;
    }
    const visit = visits.get(state);
    if (visit === undefined) continue;
    if (isExited) {
      Object.assign(visit.told, { exited: event.timestamp, output });
      visit.isCaught = FAILED.test(types.get(event.previousEventId) ?? '');
    } else {
      visit.last = event.type;
      if (event.type.endsWith('Scheduled')) visit.told.attempts += 1;
      if (FAILED.test(event.type)) visit.failure = { ...(error && { error }), ...(cause && { cause }) };
    }
  }
  return {
    runs: [...visits].map(([state, visit]) => runOf(state, visit, status)),
    transitions: [...transitions],
    stateOf: ({ id }) => owners.get(id),
  };
}

const FAILED = /(Failed|TimedOut)$/;

type Visit = {
  kind: string;
  last: string;
  isCaught: boolean;
  failure: Pick<StateRun, 'error' | 'cause'>;
  told: Omit<StateRun, 'state' | 'status' | 'error' | 'cause'>;
};

function newVisit(
  { type, timestamp: entered }: StatesEvent,
  visits: number,
  input: string | undefined,
): Visit {
  const kind = type.replace('StateEntered', '');
  const told = { visits, attempts: 0, entered, ...(input !== undefined && { input }) };
  return { kind, last: type, isCaught: false, failure: {}, told };
}

function runOf(state: string, visit: Visit, execution: Status): StateRun {
  const status = statusOf(visit, execution);
  const isFailed = status === 'caught' || status === 'failed' || status === 'waiting';
  return { state, status, ...visit.told, ...(isFailed && visit.failure) };
}

function statusOf({ kind, last, isCaught, told: { exited } }: Visit, execution: Status): StateRun['status'] {
  if (exited !== undefined) return isCaught ? 'caught' : 'succeeded';
  const hasFailed = FAILED.test(last);
  if (execution === 'RUNNING') return kind === 'Wait' || hasFailed ? 'waiting' : 'running';
  if (execution === 'ABORTED') return 'stopped';
  return hasFailed || ['Fail', 'Map', 'Parallel'].includes(kind) ? 'failed' : 'stopped';
}

type Details = Partial<Record<'name' | 'input' | 'output' | 'error' | 'cause', string>>;

/** What an event tells beside its type. */
export function detailsOf(event: StatesEvent): Details {
  return Object(Object.entries(event).find(([name]) => name.endsWith('EventDetails'))?.[1] ?? {});
}
