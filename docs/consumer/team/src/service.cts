import { buildSqsEvent } from '@hanok/events/testing';
import { observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import * as z from 'zod';

// A service in CommonJS: the compiler writes `require`, which loads ES modules since Node 22.12.
const handler = sqsBatch({ ...observe('service'), body: z.string(), handle: async () => [] });
void handler(buildSqsEvent(['one']), buildLambdaContext()).then((answer) => {
  console.log(JSON.stringify({ program: 'service', module: typeof module, answer }));
});
