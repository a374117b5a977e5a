import { describe, expect, it } from '@jest/globals';
import { buildRestEvent } from '@hanok/events/testing';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { EnvError, ok, rest, type RestAnswer, route, unavailable } from '../index.ts';
import { buildLambdaContext, recordLines } from '../testing/index.ts';

const SHOP = 'https://shop.example';
const LOCAL = 'http://localhost:5173';

function build(origins: readonly string[], answer: () => Promise<RestAnswer> = async () => ok({})) {
  const { log, metrics } = recordLines();
  const claims = z.object({ sub: z.string() });
  const routes = [
    route({ httpMethod: 'GET', resource: '/ride', handle: answer }),
    route({ httpMethod: 'POST', resource: '/ride', claims, handle: answer }),
  ];
  const handler = rest({ log, metrics, routes, cors: { origins } });
  return (httpMethod: string, headers: Record<string, string> = {}, resource = '/ride') =>
    handler(buildRestEvent({ httpMethod, resource, headers }), buildLambdaContext());
}

const PREFLIGHT = {
  Origin: SHOP,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization',
};
const ALLOW = 'Access-Control-Allow-Origin';

describe('CORS', () => {
  it.each([
    [SHOP, SHOP],
    [LOCAL, LOCAL],
    [undefined, SHOP],
    ['https://shop.example.evil.example', undefined],
    ['https://evil.example', undefined],
    ['http://shop.example', undefined],
    ['https://shop.example:8443', undefined],
    ['https://shop.example/', undefined],
    ['HTTPS://SHOP.EXAMPLE', undefined],
    [`${SHOP}, ${LOCAL}`, undefined],
    ['null', undefined],
    ['*', undefined],
    ['', undefined],
  ])('allows the origin %j as %j', async (origin, allowed) => {
    const { headers } = await build([SHOP, LOCAL])('GET', origin === undefined ? {} : { origin });
    expect(headers[ALLOW]).toBe(allowed);
    expect(headers).toHaveProperty('Vary', 'Origin');
  });

  it('allows no origin that is not configured, whatever the case of the header', async () => {
    const call = build([SHOP, LOCAL]);
    const origins = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom(SHOP, LOCAL));
    const names = fc.mixedCase(fc.constant('origin'));
    await fc.assert(
      fc.asyncProperty(names, origins, async (name, origin) => {
        const { headers } = await call('GET', { [name]: origin });
        expect(headers[ALLOW]).toBe(origin === SHOP || origin === LOCAL ? origin : undefined);
      }),
    );
  });

  it('allows any origin as `*`, which then does not vary', async () => {
    const { headers } = await build(['*'])('GET', { Origin: 'https://evil.example' });
    expect(headers[ALLOW]).toBe('*');
    expect(headers).not.toHaveProperty('Vary');
  });

  it.each([
    [404, 'GET', '/nowhere', async () => ok({})],
    [405, 'DELETE', '/ride', async () => ok({})],
    [401, 'POST', '/ride', async () => ok({})],
    [500, 'GET', '/ride', () => Promise.reject(new Error('secret'))],
    [503, 'GET', '/ride', async () => unavailable('No unicorn is free', 5)],
  ])('allows the origin in the answer %d too', async (status, httpMethod, resource, answer) => {
    const { statusCode, headers } = await build([SHOP], answer)(httpMethod, { Origin: SHOP }, resource);
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({ [ALLOW]: SHOP, Vary: 'Origin' });
  });

  it('lets pages read the headers that an answer adds', async () => {
    const call = build([SHOP], async () => unavailable('No unicorn is free', 5));
    const { headers } = await call('GET', { Origin: SHOP });
    expect(headers).toMatchObject({ 'Retry-After': '5', 'Access-Control-Expose-Headers': 'Retry-After' });
  });

  it('answers a preflight without claims: the methods of the resource, the headers, for ten minutes', async () => {
    expect(await build([SHOP])('OPTIONS', PREFLIGHT)).toEqual({
      statusCode: 204,
      headers: {
        'Cache-Control': 'no-store',
        Allow: 'GET, POST, HEAD, OPTIONS',
        [ALLOW]: SHOP,
        Vary: 'Origin',
        'Access-Control-Allow-Methods': 'GET, POST, HEAD, OPTIONS',
        'Access-Control-Allow-Headers':
          'Content-Type, Authorization, Idempotency-Key, X-Api-Key, X-Amz-Date, X-Amz-Security-Token',
        'Access-Control-Max-Age': '600',
      },
      body: '',
    });
  });

  it('answers the preflight of another origin, or for another resource, without any permission', async () => {
    const other = await build([SHOP])('OPTIONS', { ...PREFLIGHT, Origin: 'https://evil.example' });
    expect(other).toMatchObject({ statusCode: 204, headers: { Vary: 'Origin' } });
    expect(Object.keys(other.headers).join()).not.toContain('Access-Control');
    const elsewhere = await build([SHOP])('OPTIONS', PREFLIGHT, '/nowhere');
    expect(elsewhere.statusCode).toBe(404);
    expect(elsewhere.headers).not.toHaveProperty('Access-Control-Allow-Methods');
  });

  it.each([
    [[]],
    [['*', SHOP]],
    [['https://*.example']],
    [['https://shop.example/']],
    [['https://Shop.example']],
    [['shop.example']],
    [['null']],
    [['']],
  ])('refuses the configuration %j at cold start', (origins) => {
    expect(() => build(origins)).toThrow(EnvError);
  });
});
