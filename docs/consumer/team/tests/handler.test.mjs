import { buildSqsEvent } from '@hanok/events/testing';
import { observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { expect, test } from 'vitest';
import * as z from 'zod';

test('a handler of the team reports the message that it cannot read', async () => {
  const handler = sqsBatch({ ...observe('team'), body: z.coerce.number(), handle: async () => [] });
  expect(await handler(buildSqsEvent(['7', 'seven']), buildLambdaContext())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-2' }],
  });
});
