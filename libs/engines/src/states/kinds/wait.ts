import { millisecondsOf, readTimestamp } from '../choice/timestamp.ts';
import { sleepUntil } from '../clock.ts';
import { evaluationFailure, runtimeFailure, type StateFailure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import type { Exit, Visit } from '../visit.ts';

const MOST_SECONDS = 2 ** 31 - 1;

/** Waits on the clock of the run. A run that goes on waits until the time that the first one found. */
export async function wait(visit: Visit, flow: Flow): Promise<Exit> {
  const { run, place, thread } = visit;
  const due = await run.history.once(`${place}w`, () => dueOf(visit, flow));
  await sleepUntil(due, run.clock, thread.signal);
  return flow.exit(await flow.input());
}

async function dueOf(visit: Visit, flow: Flow): Promise<number> {
  const { state, run } = visit;
  const byTime = state.Timestamp !== undefined || state.TimestampPath !== undefined;
  const value = await flow.field(byTime ? 'Timestamp' : 'Seconds');
  if (!byTime) return run.clock.now() + 1_000 * secondsOf(visit, value);
  const instant = readTimestamp(value);
  if (instant === undefined) throw noTimestamp(visit, value);
  const due = millisecondsOf(instant);
  if (due - run.clock.now() > MOST_SECONDS * 1_000) throw runtimeFailure('Wait state delay is too long.');
  return due;
}

function secondsOf({ state, jsonata }: Visit, value: unknown): number {
  const shown = `${state.SecondsPath} == ${String(value)}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    if (jsonata)
      throw evaluationFailure(
        `The Seconds field cannot be parsed as a long value: ${String(value)}`,
        'Seconds',
      );
    throw runtimeFailure(`The SecondsPath parameter cannot be parsed as a long value: ${shown}`);
  }
  if (value < 0) {
    if (jsonata) throw evaluationFailure(`The Seconds field has a negative value: ${value}`, 'Seconds');
    throw runtimeFailure(`The SecondsPath parameter references a negative value: ${shown}`);
  }
  if (value > MOST_SECONDS) throw runtimeFailure('Wait state delay is too long.');
  return value;
}

function noTimestamp({ state, jsonata }: Visit, value: unknown): StateFailure {
  if (jsonata)
    return evaluationFailure(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${String(value)}`,
      'Timestamp',
    );
  return runtimeFailure(
    `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${state.TimestampPath} == ${String(value)}`,
  );
}
