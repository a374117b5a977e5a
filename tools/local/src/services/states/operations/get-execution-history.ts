import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { Executions } from '../executions.ts';
import { arnText, page, paging } from './page.ts';

const input = z.strictObject({
  executionArn: arnText,
  ...paging,
  reverseOrder: z.boolean().default(false),
  includeExecutionData: z.boolean().default(true),
});

/** One page of a history, its events numbered from 1 in the order in which they happened. */
export const getExecutionHistory = operation(input, (executions: Executions, options) => {
  const entries = executions.history(options.executionArn);
  const events = entries.map(({ timestamp, ...event }) => ({
    ...(options.includeExecutionData ? event : withoutData(event)),
    timestamp: timestamp / 1_000,
  }));
  return page('events', options.reverseOrder ? events.toReversed() : events, options);
});

function withoutData(entry: object): object {
  return JSON.parse(JSON.stringify(entry), (key, value: unknown) =>
    key === 'input' || key === 'output' ? undefined : value,
  );
}
