import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway } from './gateway.ts';

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway(0);
  const site = { owns: () => true, serve: async () => ({ status: 200, headers: {}, body: '' }) };
  gateway.serve({
    services: [],
    sites: [site],
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
});
afterAll(() => gateway.stop());

/** What the gateway answers to a request with these headers, the Host among them. */
async function statusOf(headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request(gateway.url, { headers: { host: `127.0.0.1:${gateway.port}`, ...headers } }, (response) => {
    void text(response).then(() => resolve(response.statusCode));
  })
    .on('error', reject)
    .end();
  return promise;
}

describe('the gateway', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:4566',
    '127.9.8.7:4566',
    'localhost:4566',
    'LOCALHOST',
    'photos.localhost:4566',
    'a.b.localhost',
    '[::1]:4566',
  ])('lets in a request to %s', async (host) => {
    expect(await statusOf({ host })).toBe(200);
  });

  it.each([
    'evil.example',
    'evil.example:4566',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    '10.0.0.1',
    '127.0.0.1@evil.example',
    '[::2]',
    '0.0.0.0',
    'a b',
  ])('refuses a request to %s: a page may have pointed that name here', async (host) => {
    expect(await statusOf({ host })).toBe(403);
  });

  it.each<[Record<string, string>]>([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'https://localhost.evil.example', 'sec-fetch-site': 'same-origin' }],
    [{ origin: 'file://' }],
    [{ origin: 'chrome-extension://abcdef' }],
    [{ referer: 'https://evil.example/page' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('refuses what a page of another site sends: %j', async (headers) => {
    expect(await statusOf(headers)).toBe(403);
  });

  it.each<[Record<string, string>]>([
    [{}],
    [{ origin: 'http://localhost:5173' }],
    [{ origin: 'http://127.0.0.1:3000', 'sec-fetch-site': 'same-site' }],
    [{ origin: 'https://app.localhost' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ 'sec-fetch-site': 'cross-site', referer: 'http://localhost:5173/' }],
  ])('lets in a program, its user and pages of this machine: %j', async (headers) => {
    expect(await statusOf(headers)).toBe(200);
  });
});
