import { describe, expect, it } from '@jest/globals';
import { jsonString, snsRecord, snsRecords, type StandardSchema } from '@hanok/events';
import {
  buildMessageEvent,
  buildRestEvent,
  buildSnsEvent,
  buildSqsEvent,
  buildStreamEvent,
} from '@hanok/events/testing';
import { type } from 'arktype';
import * as v from 'valibot';
import * as oldest from 'zod-oldest';
import * as z from 'zod';
import * as mini from 'zod/mini';
import {
  asyncEvent,
  eachMessage,
  messageRoute,
  ok,
  parseEnv,
  rest,
  route,
  sqsBatch,
  streamBatch,
  task,
  webSocket,
} from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

type Score = { Player: string; Points: number };
type Scores = { Scores: Score[] };

/** The same shape in each library: a member of text, and a number within a list of objects. */
const schemas: [string, StandardSchema<Scores>][] = [
  ['zod', z.object({ Scores: z.array(z.object({ Player: z.string(), Points: z.number().min(0) })) })],
  [
    'zod/mini',
    mini.object({
      Scores: mini.array(mini.object({ Player: mini.string(), Points: mini.number().check(mini.gte(0)) })),
    }),
  ],
  [
    'zod 4.0',
    oldest.object({
      Scores: oldest.array(oldest.object({ Player: oldest.string(), Points: oldest.number().min(0) })),
    }),
  ],
  [
    'valibot',
    v.object({
      Scores: v.array(v.object({ Player: v.string(), Points: v.pipe(v.number(), v.minValue(0)) })),
    }),
  ],
  ['arktype', type({ Scores: type({ Player: 'string', Points: 'number >= 0' }).array() })],
  [
    'zod with a promise',
    z
      .object({ Scores: z.array(z.object({ Player: z.string(), Points: z.number() })) })
      .refine(async ({ Scores }) => Scores.every(({ Points }) => Points >= 0), {
        path: ['Scores', 0, 'Points'],
      }),
  ],
  [
    'valibot with a promise',
    v.objectAsync({
      Scores: v.array(v.object({ Player: v.pipe(v.string()), Points: v.pipe(v.number(), v.minValue(0)) })),
    }),
  ],
];

const good = { Scores: [{ Player: 'kim', Points: 3 }] };
const bad = { Scores: [{ Player: 'kim', Points: -987_654 }] };
const context = buildLambdaContext();

describe.each(schemas)('a schema of %s', (_, schema) => {
  it('checks the messages of a queue: a bad one fails alone', async () => {
    const { seen, ...observed } = record();
    const handle = eachMessage<Scores>(async ({ body }) => void seen.push(body));
    const handler = sqsBatch({ ...observed, body: jsonString(schema), handle });
    const event = buildSqsEvent([JSON.stringify(bad), JSON.stringify(good), 'no JSON']);
    const batchItemFailures = [{ itemIdentifier: 'message-1' }, { itemIdentifier: 'message-3' }];
    expect(await handler(event, context)).toEqual({ batchItemFailures });
    expect(seen).toEqual([good]);
    expectFieldAlone(observed.lines());
  });

  it('checks the changes of a table: a bad one is passed over', async () => {
    const { seen, ...observed } = record();
    const handler = streamBatch({
      ...{ ...observed, key: schema, image: schema, noteRejected: async () => undefined },
      handle: async (changes) => {
        seen.push(...changes.map(({ image }) => image));
        return [];
      },
    });
    const imageOf = (points: number) => ({
      Scores: { L: [{ M: { Player: { S: 'kim' }, Points: { N: String(points) } } }] },
    });
    const change = (sequenceNumber: string, points: number) => ({
      ...{ eventName: 'MODIFY' as const, sequenceNumber, keys: imageOf(3), newImage: imageOf(points) },
    });
    const event = buildStreamEvent([change('1', -987_654), change('2', 3)]);
    expect(await handler(event, context)).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([good]);
    expectFieldAlone(observed.lines());
  });

  it('checks the body of a request: a bad one is answered 400', async () => {
    const { seen, ...observed } = record();
    const notes = route({
      ...{ httpMethod: 'POST', resource: '/scores', body: schema },
      handle: async ({ body }) => {
        seen.push(body);
        return ok({});
      },
    });
    const handler = rest({ ...observed, routes: [notes] });
    const call = (body: object) =>
      handler(
        buildRestEvent({ httpMethod: 'POST', resource: '/scores', body: JSON.stringify(body) }),
        context,
      );
    expect(await call(good)).toMatchObject({ statusCode: 200 });
    const refused = await call(bad);
    expect(refused.statusCode).toBe(400);
    expectFieldAlone(refused.body);
    expect(seen).toEqual([good]);
  });

  it('checks the input of a task', async () => {
    const { seen, ...observed } = record();
    const handler = task({ ...observed, input: schema, handle: async (input) => input });
    expect(await handler(good, context)).toEqual(good);
    const failed = await handler(bad, context).catch(String);
    expectFieldAlone(failed);
    expect(seen).toEqual([]);
  });

  it('checks the records of an asynchronous event: a bad one is rejected', async () => {
    const { seen, ...observed } = record();
    const handler = asyncEvent({
      ...{ ...observed, records: snsRecords, record: snsRecord(schema) },
      handle: async ({ Sns }) => void seen.push(Sns.Message),
    });
    await handler(buildSnsEvent([JSON.stringify(bad)]), context);
    await handler(buildSnsEvent([JSON.stringify(good)]), context);
    expect(seen).toEqual([good]);
    expectFieldAlone(observed.lines());
  });

  it('checks the frames of a client, which learns the field', async () => {
    const { seen, ...observed } = record();
    const said = messageRoute({
      ...{ routeKey: 'say', principal: z.unknown(), body: schema },
      handle: async ({ body }) => void seen.push(body),
    });
    const handler = webSocket({ ...observed, routes: [said] });
    const call = (body: object) =>
      handler(buildMessageEvent({ routeKey: 'say', body: JSON.stringify(body) }), context);
    expect(await call(good)).toEqual({ statusCode: 200 });
    expect(JSON.stringify(await call(bad))).toContain('Scores.0.Points');
    expect(seen).toEqual([good]);
  });
});

it.each([
  ['valibot', v.pipe(v.string(), v.regex(/^secret-1$/))],
  ['arktype', type(/^secret-1$/)],
  ['zod 4.0', oldest.string().regex(/^secret-1$/)],
])('an environment variable may have a schema of %s', (_, TOKEN: StandardSchema<string>) => {
  expect(parseEnv({ TOKEN }, { TOKEN: 'secret-1' })).toEqual({ TOKEN: 'secret-1' });
  const read = () => parseEnv({ TOKEN }, { TOKEN: 'secret-2' });
  expect(read).toThrow(/TOKEN: /);
  expect(read).not.toThrow(/secret-2/);
});

function record() {
  return { ...recordLines(), seen: new Array<unknown>() };
}

/** The text names the field, and not the value that it has. */
function expectFieldAlone(said: unknown) {
  const text = JSON.stringify(said);
  expect(text).toContain('Scores.0.Points: ');
  // All of its digits: three of them are in the time of a metric now and then.
  expect(text).not.toMatch(/987_?,?654/);
}
