import { afterAll, describe, expect, it } from '@jest/globals';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { freePort } from '@hanok/engines';
import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import {
  dynamodbFaults,
  type Fault,
  SEED,
  SEED_NOTE,
  seededRandom,
  startFaultProxy,
  startTables,
} from '@hanok/testing';
import fc from 'fast-check';
import { createGreetingTable, greet, GREETING_TABLE, readGreetings } from './index.ts';

const db = await startTables([GREETING_TABLE]);
const proxy = await startFaultProxy(db.endpoint);
/** A client through the proxy, which does not try again by itself. */
const faulty = db.connect({ endpoint: proxy.endpoint, maxAttempts: 1 });
afterAll(async () => {
  await proxy.stop();
  await db.stop();
});
const random = seededRandom(SEED);
const faults = dynamodbFaults(() => random);

/** The next `times` requests through the proxy meet this fault. */
function failNext(times: number, fault: Fault): void {
  let left = times;
  proxy.follow(() => (left-- > 0 ? fault : undefined));
}

type Api = { client?: DynamoDBClient; now?: () => Date };

function open({ client = db.client, now }: Api = {}) {
  const { log, metrics, lines } = recordLines();
  const greetings = createGreetingTable({ client, table: db.nameOf(GREETING_TABLE) });
  const routes = [
    ...greet({ greetings, random: () => 0, ...(now && { now }) }),
    ...readGreetings({ greetings }),
  ];
  const handler = rest({ log, metrics, routes });
  let count = 0;
  const send = async (call: RestCall, awsRequestId = `${Math.random()} ${count++}`) => {
    const { statusCode, body } = await handler(buildRestEvent(call), buildLambdaContext({ awsRequestId }));
    return { status: statusCode, body: JSON.parse(body) };
  };
  return {
    send,
    lines,
    post: (Name: unknown, { key, requestId }: { key?: string; requestId?: string } = {}) => {
      const headers = key === undefined ? {} : { 'Idempotency-Key': key };
      const body = JSON.stringify({ Name });
      return send({ httpMethod: 'POST', resource: '/greetings', headers, body }, requestId);
    },
    get: (name: string, query: Record<string, string> = {}) =>
      send({
        httpMethod: 'GET',
        resource: '/greetings/{name}',
        pathParameters: { name: encodeURIComponent(name) },
        query,
      }),
  };
}

/** Times one second apart, from the same one on. */
function ticking(): () => Date {
  let at = Date.parse('2026-11-05T09:30:00.000Z');
  return () => new Date((at += 1_000));
}

describe('GET /hello', () => {
  it('answers the JSON string "Hello, World"', async () => {
    expect(await open().send({ httpMethod: 'GET', resource: '/hello' })).toEqual({
      status: 200,
      body: 'Hello, World',
    });
  });
});

describe('POST /greetings', () => {
  it('answers who was greeted and when, and the greeting can be read back', async () => {
    const { post, get } = open({ now: ticking() });
    const greeting = { Name: '홍길동', GreetedAt: '2026-11-05T09:30:01.000Z' };
    expect(await post('홍길동')).toEqual({ status: 201, body: greeting });
    expect(await get('홍길동')).toEqual({ status: 200, body: [greeting] });
  });

  it('keeps every greeting of a name, those of one millisecond included', async () => {
    const { post, get } = open({ now: () => new Date('2026-11-05T09:30:00.000Z') });
    await Promise.all(Array.from({ length: 20 }, () => post('same time')));
    expect((await get('same time')).body).toHaveLength(20);
  });

  it('takes any name as it is, and no two names for one', async () => {
    const { post, get } = open();
    const odd = [
      'a',
      'A',
      ' a',
      '가',
      '\u1100\u1161',
      '../x',
      '%2F',
      'receipt',
      'receipt#',
      '__proto__',
      '\0',
    ];
    for (const name of [...odd, '🦄'.repeat(100)]) {
      expect((await post(name)).status).toBe(201);
      expect((await get(name)).body).toEqual([expect.objectContaining({ Name: name })]);
    }
    const names = fc.string({ unit: 'binary', minLength: 2, maxLength: 100 });
    const keepsName = async (name: string) => expect((await post(name)).body.Name).toBe(name);
    await fc.assert(fc.asyncProperty(names, keepsName), { numRuns: 50 });
  });

  it.each([[undefined], [''], ['a'.repeat(101)], ['\ud800'], [7], [null], [{ S: 'kim' }]])(
    'answers 400 that names the field for the name %j',
    async (name) => {
      const { status, body } = await open().post(name);
      expect(status).toBe(400);
      expect(body.Error).toMatch(/^Name: /);
    },
  );
});

describe('a greeting that is sent again', () => {
  it('under one Idempotency-Key counts once and is answered as the first time', async () => {
    const { post, get } = open({ now: ticking() });
    const first = await post('again', { key: 'k-1' });
    expect(await post('again', { key: 'k-1' })).toEqual(first);
    expect((await get('again')).body).toEqual([first.body]);
    expect((await post('again', { key: 'k-2' })).body).not.toEqual(first.body);
  });

  it('twenty times at once under one key counts once', async () => {
    const { post, get } = open({ now: ticking() });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('at once', { key: 'k-3' })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await get('at once')).body).toEqual([answers[0]?.body]);
  });

  it('by Lambda, under one request id, counts once', async () => {
    const { post, get } = open({ now: ticking() });
    const first = await post('by lambda', { requestId: 'request-1' });
    expect(await post('by lambda', { requestId: 'request-1' })).toEqual(first);
    expect((await get('by lambda')).body).toHaveLength(1);
  });

  it('with another name under the same key is refused with 422, and nothing is kept', async () => {
    const { post, get } = open();
    await post('one', { key: 'k-4' });
    expect(await post('other', { key: 'k-4' })).toEqual({
      status: 422,
      body: { Error: 'Idempotency-Key: already stands for another request' },
    });
    expect((await get('other')).status).toBe(404);
  });

  it('under a key that reads like a request id is another greeting', async () => {
    const { post, get } = open();
    await post('alike', { requestId: 'request-2' });
    await post('alike', { key: 'request-2' });
    expect((await get('alike')).body).toHaveLength(2);
  });

  it('after its reply was lost counts once', async () => {
    failNext(1, faults.replyLost);
    const { post, get } = open({ client: faulty });
    expect((await post('lost', { key: 'k-5' })).status).toBe(500);
    expect((await post('lost', { key: 'k-5' })).status).toBe(201);
    expect((await get('lost')).body).toHaveLength(1);
  });

  it('has a receipt for a day', async () => {
    const { post } = open({ now: () => new Date('2026-11-05T09:30:00.000Z') });
    await post('receipt holder', { key: 'k-6' });
    const items = await db.items(GREETING_TABLE);
    const receipt = items.find(({ Answer }) => Answer?.S?.includes('receipt holder'));
    expect(Number(receipt?.ExpiresAt?.N) * 1000).toBe(Date.parse('2026-11-06T09:30:00.000Z'));
    expect((await open().get(receipt?.Name?.S ?? '')).body).toEqual({
      Error: 'name: at most 100 characters',
    });
  });
});

describe('GET /greetings/{name}', () => {
  it('answers the newest first, as many as asked for', async () => {
    const { post, get } = open({ now: ticking() });
    for (let i = 0; i < 3; i++) await post('newest');
    const seconds = async (query?: Record<string, string>) => {
      const { body } = await get('newest', query);
      return body.map(({ GreetedAt }: { GreetedAt: string }) => GreetedAt.slice(17, 19));
    };
    expect(await seconds()).toEqual(['03', '02', '01']);
    expect(await seconds({ limit: '2' })).toEqual(['03', '02']);
  });

  it('answers at most 100', async () => {
    const { post, get } = open({ now: ticking() });
    await Promise.all(Array.from({ length: 101 }, () => post('many')));
    expect((await get('many')).body).toHaveLength(100);
    expect((await get('many', { limit: '100' })).body).toHaveLength(100);
  });

  it.each(['0', '101', '-1', '1.5', '1e1', '01', '', ' 1', 'ten'])(
    'answers 400 for limit=%s',
    async (limit) => {
      expect(await open().get('newest', { limit })).toEqual({
        status: 400,
        body: { Error: 'limit: expected a whole number from 1 to 100' },
      });
    },
  );

  it('answers 404 for a name that was never greeted', async () => {
    expect(await open().get('unknown')).toEqual({
      status: 404,
      body: { Error: 'name: no greeting of this name' },
    });
  });
});

describe('when the table is in trouble', () => {
  it.each([
    [3, 201],
    [6, 503],
  ])(`%d conflicts with another writer are answered %d, ${SEED_NOTE}`, async (times, status) => {
    failNext(times, faults.conflict);
    expect((await open({ client: faulty }).post(`held ${times}`)).status).toBe(status);
  });

  it('answers 500 with a reference to the log, and nothing internal', async () => {
    const port = await freePort();
    const client = db.connect({ endpoint: `http://127.0.0.1:${port}`, maxAttempts: 1 });
    const { post, lines } = open({ client });
    expect(await post('kim-5', { key: 'key-5', requestId: 'request-7' })).toEqual({
      status: 500,
      body: { Error: 'Internal error', Reference: 'request-7' },
    });
    expect(lines()).toContainEqual(
      expect.objectContaining({ level: 'error', requestId: 'request-7', message: 'request failed' }),
    );
    expect(JSON.stringify(lines())).not.toMatch(/-5/);
  });
});
