import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ObjectStore, startObjectStore } from './index.ts';

let store: ObjectStore;
beforeAll(async () => {
  store = await startObjectStore();
  store.createBucket('bucket');
});
afterAll(() => store.stop());

async function call(
  method: string,
  key: string,
  options: { headers?: Record<string, string>; body?: string } = {},
) {
  const answer = await fetch(`${store.endpoint}/bucket/${key}`, { method, ...options });
  return { status: answer.status, etag: answer.headers.get('etag') ?? '', text: await answer.text() };
}

describe('startObjectStore', () => {
  it('keeps objects and answers 304 for the ETag that the reader knows', async () => {
    const { etag } = await call('PUT', 'a/b%20%2B', { body: 'one' });
    expect(await call('GET', 'a/b%20%2B')).toEqual({ status: 200, etag, text: 'one' });
    expect(await call('GET', 'a/b%20%2B', { headers: { 'If-None-Match': etag } })).toMatchObject({
      status: 304,
    });
    expect(await call('GET', 'nowhere')).toMatchObject({ status: 404 });
  });

  it('writes a key that is not there yet once', async () => {
    const headers = { 'If-None-Match': '*' };
    const answers = await Promise.all(['1', '2', '3'].map((body) => call('PUT', 'once', { headers, body })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412]);
  });

  it('lets one of many writers replace what all of them saw', async () => {
    const { etag } = await call('PUT', 'shared', { body: 'first' });
    const headers = { 'If-Match': etag };
    const answers = await Promise.all(
      ['1', '2', '3', '4'].map((body) => call('PUT', 'shared', { headers, body })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
  });

  it('refuses to replace what is gone, and to delete what has changed', async () => {
    expect(await call('PUT', 'gone', { headers: { 'If-Match': '"x"' }, body: '1' })).toMatchObject({
      status: 404,
    });
    await call('PUT', 'kept', { body: 'new' });
    expect(await call('DELETE', 'kept', { headers: { 'If-Match': '"old"' } })).toMatchObject({ status: 412 });
    const { etag } = await call('GET', 'kept');
    expect(await call('DELETE', 'kept', { headers: { 'If-Match': etag } })).toMatchObject({ status: 204 });
    expect(await call('DELETE', 'kept', { headers: { 'If-Match': etag } })).toMatchObject({ status: 204 });
    expect(await call('GET', 'kept')).toMatchObject({ status: 404 });
  });
});
