import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import * as z from 'zod';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import { createChanges } from './changes.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from './console-operation.ts';
import { consoleSite } from './console-site.ts';
import { eventsResource } from './events-resource.ts';

const changes = createChanges();
type Context = { changes: typeof changes };
const ponies: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/ponies/{name}',
    summary: 'One pony.',
    input: z.strictObject({ name: z.string(), age: z.coerce.number().optional() }),
    answer: z.object({ name: z.string() }),
    run: (_: Context, { name, age }) => {
      if (name === 'none') throw new ConsoleError(404, 'There is no pony none');
      return { name, age };
    },
  }),
  consoleOperation({
    method: 'POST',
    path: '/ponies',
    summary: 'A new pony.',
    input: z.strictObject({}),
    body: z.strictObject({ name: z.string() }),
    answer: z.object({ name: z.string() }),
    run: (_: Context, _input, { name }) => ({ name }),
  }),
];
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    port: 0,
    services: [],
    sites: [consoleSite({ changes }, [ponies, eventsResource])],
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
});
afterAll(() => gateway.stop());

const refusal = z.object({ fields: z.object({ colour: z.string() }) });

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${gateway.url}/_hanok${path}`, init);
  return { status: response.status, body: await response.json(), headers: response.headers };
}

function post(body: string, headers: Record<string, string> = {}) {
  return ask('/ponies', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

/** The status for headers that `fetch` does not let a program set. */
function statusFor(headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${gateway.url}/_hanok/ponies/mio`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('an operation of the console', () => {
  it('gets the parameters of its path and query, decoded and checked', async () => {
    expect(await ask('/ponies/%EB%A7%90%2F1?age=3')).toMatchObject({
      status: 200,
      body: { name: '말/1', age: 3 },
    });
    expect(await ask('/ponies/a?age=old')).toMatchObject({ status: 400 });
    expect((await ask('/ponies/a?colour=red')).body).toEqual({
      error: expect.stringContaining('colour'),
      fields: { colour: 'Unrecognized key: "colour"' },
    });
    expect(await ask('/ponies/%E0')).toMatchObject({ status: 400 });
  });

  it('is refused in Korean where that is asked for first, and in English otherwise', async () => {
    const saidIn = async (language: string) => {
      const headers = { 'accept-language': language };
      const { body, headers: answered } = await ask('/ponies/a?colour=red', { headers });
      return [answered.get('content-language'), refusal.parse(body).fields.colour];
    };
    expect(await saidIn('ko')).toEqual(['ko', '모르는 이름입니다: "colour"']);
    expect(await saidIn('ko-KR,ko;q=0.9,en;q=0.8')).toEqual(['ko', '모르는 이름입니다: "colour"']);
    expect(await saidIn('en-US,ko;q=0.5')).toEqual(['en', 'Unrecognized key: "colour"']);
    expect(await saidIn('kok')).toEqual(['en', 'Unrecognized key: "colour"']);
  });

  it('gets a body of JSON, and no form or text', async () => {
    expect(await post('{"name":"mio"}')).toMatchObject({ status: 200, body: { name: 'mio' } });
    expect(await post('{"name":1}')).toMatchObject({ status: 400 });
    expect(await post('{')).toMatchObject({ status: 400, body: { error: 'The body is not valid JSON' } });
    expect(await post('{"name":"mio"}', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
  });

  it('says what is not there, and which methods are', async () => {
    expect(await ask('/ponies/none')).toMatchObject({
      status: 404,
      body: { error: 'There is no pony none' },
    });
    expect(await ask('/cats')).toMatchObject({ status: 404 });
    expect(await ask('/ponies/a', { method: 'DELETE' })).toMatchObject({
      status: 405,
      body: { error: '/_hanok/ponies/a takes GET' },
    });
  });

  it('is refused to every page but that of the stack itself, and to a name that is pointed here', async () => {
    const { host } = new URL(gateway.url);
    expect(await statusFor({ origin: gateway.url })).toBe(200);
    expect(await statusFor({})).toBe(200);
    expect(await statusFor({ origin: 'https://example.com' })).toBe(403);
    expect(await statusFor({ origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await statusFor({ origin: 'null' })).toBe(403);
    expect(await statusFor({ host: host.replace('127.0.0.1', 'example.com') })).toBe(403);
  });

  it('is described in the OpenAPI document', async () => {
    const { body, headers } = await ask('/openapi.json');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).toMatchObject({
      openapi: '3.1.1',
      paths: {
        '/ponies/{name}': {
          get: {
            parameters: [
              { name: 'name', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'age', in: 'query', required: false },
            ],
          },
        },
        '/ponies': { post: { requestBody: { required: true } } },
        '/events': { get: { responses: { 200: { content: { 'text/event-stream': {} } } } } },
      },
    });
  });
});

describe('the events of the console', () => {
  it('come as they happen, and after a break those that were missed', async () => {
    const first = await listen();
    changes.tell('pony', { name: '말' });
    const told = await first.until('말');
    expect(told).toContain('event: pony\ndata: {"name":"말"}\n\n');
    await first.end();
    changes.tell('pony', { name: 'missed' });
    const id = /^id: (\d+)$/m.exec(told)?.[1] ?? '';
    const second = await listen({ 'last-event-id': id });
    const again = await second.until('missed');
    expect(again).not.toContain('말');
    await second.end();
  });
});

async function listen(headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/_hanok/events`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader?.read())?.value ?? '';
  return {
    until: async (part: string) => {
      while (!text.includes(part)) text += (await reader?.read())?.value ?? '';
      return text;
    },
    end: () => reader?.cancel(),
  };
}
