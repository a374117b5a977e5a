/** An event as GetExecutionHistory tells it; `timestamp` in milliseconds since the epoch. */
export type StatesEvent = {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  [details: `${string}EventDetails`]: object;
};

/** What an earlier run of the same execution told and noted, by its keys: a run that goes on does not repeat it. */
export type Past = {
  events: ReadonlyMap<string, Pick<StatesEvent, 'id' | 'timestamp'>>;
  notes: ReadonlyMap<string, unknown>;
};

/** What a run tells while it goes. Keys are the same each time that the same execution runs. */
export type Listener = {
  onEvent?(event: StatesEvent, key: string): void;
  /** What a run that goes on needs to know, JSON: results, times at which waits end. */
  onNote?(key: string, value: unknown): void;
};

/** Numbers the events of a run, and keeps what must not be done twice. */
export type History = {
  add(key: string, previous: number, type: string, details?: EventDetails): number;
  /** When the event of this number happened. */
  timeOf(id: number): number;
  noted(key: string): unknown;
  note(key: string, value: unknown): void;
  /** The noted value, or what `make` gives, which is noted then. */
  once<Value>(key: string, make: () => Value | Promise<Value>): Promise<Value>;
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html, less the event of the ending. */
const MOST_EVENTS = 24_999;
/** The key of the event that ends an execution. */
export const LAST_KEY = 'x';

/** An execution cannot have more events; it ends. */
export class HistoryFullError extends Error {
  override readonly name = 'HistoryFullError';
}

type EventDetails = { name: string; value: object };

export function createHistory(now: () => number, listener: Listener, past?: Past): History {
  const notes = new Map(past?.notes);
  const times = new Map<number, number>();
  for (const { id, timestamp } of past?.events.values() ?? []) times.set(id, timestamp);
  let last = Math.max(0, ...times.keys());

  const note = (key: string, value: unknown) => {
    notes.set(key, value);
    listener.onNote?.(key, value);
  };
  return {
    add: (key, previousEventId, type, details) => {
      const told = past?.events.get(key);
      if (told) return told.id;
      if (last >= MOST_EVENTS && key !== LAST_KEY) throw new HistoryFullError();
      last += 1;
      const timestamp = now();
      times.set(last, timestamp);
      const about = details && { [`${details.name}EventDetails`]: details.value };
      listener.onEvent?.({ id: last, previousEventId, timestamp, type, ...about }, key);
      return last;
    },
    timeOf: (id) => times.get(id) ?? now(),
    noted: (key) => notes.get(key),
    note,
    once: async <Value>(key: string, make: () => Value | Promise<Value>) => {
      // Only this function writes the key.
      if (notes.has(key)) return notes.get(key) as Value;
      const value = await make();
      note(key, value);
      return value;
    },
  };
}
