import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Gateway, startGateway } from '../gateway/gateway.ts';
import { pageSite } from './page-site.ts';

const folder = mkdtempSync(join(tmpdir(), 'hanok-built-page-'));
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    port: 0,
    services: [],
    sites: [pageSite(folder)],
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const BROWSER = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
const SIGNED = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request' };

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(gateway.url + path, { redirect: 'manual', headers: BROWSER, ...init });
}

it('says how to build the page when it is not built', async () => {
  const response = await ask('/_hanok/');
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('npx nx build console');
});

describe('a page that is built', () => {
  beforeAll(() => {
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Hanok</title>');
    writeFileSync(join(folder, 'assets/main-1.js'), 'export {};');
    writeFileSync(join(folder, 'assets/notes.txt'), 'no asset');
  });

  it('comes to a browser at every address below /_hanok, with a policy that lets in nothing from elsewhere', async () => {
    for (const path of ['/_hanok', '/_hanok/', '/_hanok/logs/7?q=%3Cb%3E']) {
      const response = await ask(path);
      expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>Hanok</title>']);
      const headers = Object.fromEntries(response.headers);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        vary: 'accept',
      });
      expect(headers['content-security-policy']).toMatch(/^default-src 'self'; .*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('is where a browser is sent that goes to the gateway itself', async () => {
    const response = await ask('/');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/_hanok/']);
  });

  it.each([
    ['a program', '/', { headers: { accept: '*/*' } }],
    ['a signed request', '/', { headers: { ...BROWSER, ...SIGNED } }],
    ['a signed address', '/?X-Amz-Credential=test/20260101/us-east-1/s3/aws4_request', {}],
    ['a form', '/', { method: 'POST', body: 'Action=ListQueues' }],
    ['a program that asks for data', '/_hanok/logs', { headers: { accept: 'application/json' } }],
    ['a bucket of a similar name', '/_hanoks/logs', {}],
  ])('does not come to %s', async (_, path, init) => {
    const response = await ask(path, init);
    expect(response.headers.get('content-security-policy')).toBeNull();
    expect([200, 302]).not.toContain(response.status);
  });

  it('has files whose names change with their bytes, and may be kept for ever', async () => {
    const response = await ask('/_hanok/assets/main-1.js', { headers: { accept: '*/*' } });
    expect(await response.text()).toBe('export {};');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['notes.txt', '../index.html', '..%2findex.html', '%2e%2e/index.html', 'main-1.js/', '', '%00'])(
    'has no file %j',
    async (name) => {
      const response = await ask(`/_hanok/assets/${name}`, { headers: { accept: '*/*' } });
      expect(response.status).toBeGreaterThanOrEqual(400);
    },
  );
});
