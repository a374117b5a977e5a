import * as z from 'zod';
import type { ListedState } from './state-list.ts';

/** The engine waits in real time: in what it runs, a wait is a task, which sleeps on the stack's clock. */
export function withWaitsAsTasks(definition: unknown): object {
  return JSON.parse(JSON.stringify(definition), (_, value: unknown) => {
    const wait = typeof value === 'object' && value !== null && 'Type' in value && value.Type === 'Wait';
    return wait ? { ...value, Type: 'Task', Resource: 'wait', TimeoutSeconds: LONGER_THAN_ANY_WAIT } : value;
  });
}

/** What a timer of Node can hold, in seconds. */
const LONGER_THAN_ANY_WAIT = 2_147_483;

/** How long a Wait state waits, in milliseconds. https://states-language.net/spec.html#wait-state */
export function waitMs(wait: ListedState, input: unknown, now: number): number {
  const given = (direct: string) => wait[direct] ?? readPath(input, String(wait[`${direct}Path`] ?? ''));
  const timestamp = given('Timestamp');
  if (wait['Timestamp'] === undefined && wait['TimestampPath'] === undefined)
    return 1_000 * z.int().min(0).parse(given('Seconds'));
  return Math.max(0, Date.parse(z.iso.datetime({ offset: true }).parse(timestamp)) - now);
}

/** What lies at a reference path such as `$.decision.afterSeconds`; undefined when nothing does. */
function readPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (holder, name) =>
        typeof holder === 'object' && holder !== null && name in holder
          ? Object.entries(holder).find(([key]) => key === name)?.[1]
          : undefined,
      value,
    );
}
