import { type IncomingMessage, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { type Gateway, startGateway } from '../../../gateway/gateway.ts';
import { createApi, OK } from '../rest.fixture.ts';

const limit = 10 * 1024 * 1024;
let gateway: Gateway | undefined;
afterEach(() => gateway?.stop());

async function start() {
  const { site, events } = createApi(OK);
  gateway = await startGateway({
    ...{ port: 0, services: [], sites: [site] },
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
  return { url: `${gateway.url}/_aws/execute-api/gomoku1234/prod/upload`, events };
}

type Upload = { answer: Promise<IncomingMessage>; write(chunk: Buffer): void; end(): void };

/** An upload whose body goes out piece by piece. */
function upload(url: string, headers: Record<string, string | number>): Upload {
  const outgoing = httpRequest(url, { method: 'POST', headers });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject);
  });
  outgoing.flushHeaders();
  return { answer, write: (chunk) => void outgoing.write(chunk), end: () => void outgoing.end() };
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
describe('the payload limit of 10 MB', () => {
  it('takes a body of exactly as much', async () => {
    const { url, events } = await start();
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(limit, 'a') });
    expect(response.status).toBe(200);
    expect(events).toHaveLength(1);
    const { body } = z.looseObject({ body: z.string() }).parse(events[0]);
    expect(body.length).toBe(limit);
    // No diff of ten megabytes when it fails.
    expect(body === 'a'.repeat(limit)).toBe(true);
  });

  it('answers 413 to a body that says it is longer, before any of it has come', async () => {
    const { url, events } = await start();
    const { answer, end } = upload(url, { 'content-length': 1024 ** 3 });
    const response = await answer;
    end();
    expect(response.statusCode).toBe(413);
    expect(await text(response)).toBe('{"message":"Request Too Long"}');
    expect(events).toEqual([]);
  });

  it('answers 413 to a body without an end, as soon as it is over', async () => {
    const { url, events } = await start();
    const { answer, write, end } = upload(url, { 'transfer-encoding': 'chunked' });
    for (let sent = 0; sent <= limit; sent += 1024 ** 2) write(Buffer.alloc(1024 ** 2));
    const response = await answer;
    expect(response.statusCode).toBe(413);
    expect(events).toEqual([]);
    end();
  });

  it('answers 413 to a client that goes on sending, and serves the next request', async () => {
    const { url } = await start();
    const response = await fetch(url, { method: 'POST', body: Buffer.alloc(4 * limit) });
    expect(response.status).toBe(413);
    expect((await fetch(url, { method: 'POST', body: 'short' })).status).toBe(200);
  });
});
