import { buildSqsEvent } from '@hanok/events/testing';
import { observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { type } from 'arktype';
import * as v from 'valibot';
import * as z from 'zod';
import * as mini from 'zod/mini';
import * as oldest from 'zod-oldest';

// The body of each message is an object already: what the schemas do with it is the point.
const seen: number[] = [];
const observation = observe('schemas');
const handle = async (messages: readonly { body: { points: number } }[]) => {
  seen.push(...messages.map(({ body }) => body.points));
  return [];
};
const parsed = (text: string): unknown => JSON.parse(text);
const shells = {
  'zod 4.0': sqsBatch({
    ...{ ...observation, handle },
    body: oldest
      .string()
      .transform(parsed)
      .pipe(oldest.object({ points: oldest.number() })),
  }),
  zod: sqsBatch({
    ...{ ...observation, handle },
    body: z
      .string()
      .transform(parsed)
      .pipe(z.object({ points: z.number() })),
  }),
  'zod/mini': sqsBatch({
    ...{ ...observation, handle },
    body: mini.pipe(mini.pipe(mini.string(), mini.transform(parsed)), mini.object({ points: mini.number() })),
  }),
  valibot: sqsBatch({
    ...{ ...observation, handle },
    body: v.pipe(v.string(), v.transform(parsed), v.object({ points: v.number() })),
  }),
  arktype: sqsBatch({
    ...{ ...observation, handle },
    body: type('string').pipe(parsed).to({ points: 'number' }),
  }),
};
const failed: Record<string, string[]> = {};
for (const [name, handler] of Object.entries(shells)) {
  const answer = await handler(buildSqsEvent(['{"points":7}', '{"points":"7"}']), buildLambdaContext());
  failed[name] = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}
console.log(JSON.stringify({ program: 'schemas', failed, seen }));
