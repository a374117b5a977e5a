import * as z from 'zod';
import type { Traces } from '../traces/open-traces.ts';
import { traceDetail, tracePage, traceQuery } from '@hanok/console';
import { ConsoleError, consoleOperation, type ConsoleResource } from './console-operation.ts';

type Context = { traces: Pick<Traces, 'list' | 'find'> };

/** What came of each message, request and event that entered the stack. */
export const tracesResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/traces',
    summary: 'The traces, the newest first, a page at a time.',
    input: traceQuery,
    answer: tracePage,
    run: ({ traces }: Context, query) => traces.list(query),
  }),
  consoleOperation({
    method: 'GET',
    path: '/traces/{id}',
    summary:
      'One trace with its spans, by the id of it, of a request, a message, an event, a ticket or an execution.',
    input: z.strictObject({ id: z.string().describe('`latest` is the one that began last.') }),
    answer: traceDetail,
    run: async ({ traces }: Context, { id }) => {
      const found = await traces.find(id);
      if (found !== undefined) return found;
      throw new ConsoleError(404, `There is no trace of ${id}: it is none of the stack's, or too old`);
    },
  }),
];
