const { expect, test } = require('@jest/globals');
const { buildSqsEvent } = require('@hanok/events/testing');
const lambda = require('@hanok/lambda');
const { buildLambdaContext } = require('@hanok/lambda/testing');
const z = require('zod');

test('a handler of the team reports the message that it cannot read', async () => {
  const handler = lambda.sqsBatch({
    ...lambda.observe('team'),
    body: z.coerce.number(),
    handle: async () => [],
  });
  expect(await handler(buildSqsEvent(['7', 'seven']), buildLambdaContext())).toEqual({
    batchItemFailures: [{ itemIdentifier: 'message-2' }],
  });
});
