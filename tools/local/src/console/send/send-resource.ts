import {
  invocationDetail,
  invocationList,
  invocationPath,
  invocationQuery,
  replayedEvent,
  sampleList,
  sendAnswer,
  sentEvent,
} from '@hanok/console';
import * as z from 'zod';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import type { Sending } from './open-sending.ts';

type Context = { sending: Sending };

/** Events to send, and invocations to replay; `invocation` among the changes tells that one began or ended. */
export const sendResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/send',
    summary: "The tutorials' own events, for what there is in the stack.",
    input: z.strictObject({}),
    answer: sampleList,
    run: ({ sending }: Context) => ({ samples: sending.samples() }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/send',
    summary: 'Sends an event to where a sample goes, as a client outside of the stack.',
    input: z.strictObject({}),
    body: sentEvent,
    answer: sendAnswer,
    run: ({ sending }: Context, _input, { sample, event }) => sending.send(sample, event),
  }),
  consoleOperation({
    method: 'GET',
    path: '/invocations',
    summary: 'The last invocations since the stack started.',
    input: invocationQuery,
    answer: invocationList,
    run: ({ sending }: Context, { text }) => sending.list(text),
  }),
  consoleOperation({
    method: 'GET',
    path: '/invocations/{id}',
    summary: 'An invocation with its event and its answer.',
    input: invocationPath,
    answer: invocationDetail,
    run: ({ sending }: Context, { id }) => {
      const found = sending.find(id);
      if (found !== undefined) return found;
      throw new ConsoleError(404, `Invocation ${id} is not known any more`);
    },
  }),
  consoleOperation({
    method: 'POST',
    path: '/invocations/{id}/replay',
    summary: 'Runs the function of an invocation again, with the same event or another.',
    input: invocationPath,
    body: replayedEvent,
    answer: sendAnswer,
    run: ({ sending }: Context, { id }, { event }) => sending.replay(id, event),
  }),
];
