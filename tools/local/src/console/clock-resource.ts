import { clockAdvance, type ClockState, clockState } from '@hanok/console';
import * as z from 'zod';
import type { MovableClock } from '../clock.ts';
import { consoleOperation, type ConsoleResource } from './console-operation.ts';

type Context = { clock: MovableClock };

/** Each clock of a stack has moved on so often. */
const moves = new WeakMap<MovableClock, number>();

/** The clock of the stack; `clock` among the changes tells that it was moved. */
export const clockResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/clock',
    summary: 'The time on the clock of the stack, and how fast it runs.',
    input: z.strictObject({}),
    answer: clockState,
    run: ({ clock }: Context) => stateOf(clock),
  }),
  consoleOperation({
    method: 'POST',
    path: '/clock/advance',
    summary:
      'Moves the clock on; what waits for a time in between wakes at that time, in the order of the times.',
    input: z.strictObject({}),
    body: clockAdvance,
    answer: clockState,
    run: async ({ clock }: Context, _input, { minutes }) => {
      await clock.advance(minutes * 60_000);
      moves.set(clock, (moves.get(clock) ?? 0) + 1);
      return stateOf(clock);
    },
  }),
];

function stateOf(clock: MovableClock): ClockState {
  return { revision: moves.get(clock) ?? 0, now: clock.now(), realNow: Date.now(), speed: clock.speed };
}
