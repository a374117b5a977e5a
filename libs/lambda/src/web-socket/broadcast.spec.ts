import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { broadcast, type PostToConnection } from '../index.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`);
const never = new AbortController().signal;

describe('broadcast', () => {
  it('sends the payload once to each of 10,000 connections, never more than the concurrency at a time', async () => {
    const received = new Map<string, number>();
    let running = 0;
    let most = 0;
    const post: PostToConnection = async (id) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      received.set(id, (received.get(id) ?? 0) + 1);
    };
    const connectionIds = [...ids(10_000), ...ids(100)];
    const outcome = await broadcast({ post, connectionIds, payload: 'x', signal: never, concurrency: 7 });
    expect(outcome).toEqual({ sent: 10_000, gone: [], throttled: [], failed: [], unsent: [] });
    expect({
      most,
      received: received.size,
      twice: [...received.values()].some((times) => times > 1),
    }).toEqual({
      most: 7,
      received: 10_000,
      twice: false,
    });
  });

  it('sends bytes as they are, and text as UTF-8', async () => {
    const got: string[] = [];
    const post: PostToConnection = async (_id, data) => void got.push(Buffer.from(data).toString('hex'));
    await broadcast({ post, connectionIds: ['a'], payload: '한😀', signal: never });
    await broadcast({ post, connectionIds: ['a'], payload: Uint8Array.of(0, 255), signal: never });
    expect(got).toEqual(['ed959cf09f9880', '00ff']);
  });

  it('counts a receiver as failed whose post throws at once or throws no Error', async () => {
    const post: PostToConnection = (id) => {
      if (id === 'sync') throw new Error('at once');
      return id === 'text' ? Promise.reject('text') : Promise.resolve();
    };
    const outcome = await broadcast({
      post,
      connectionIds: ['sync', 'text', 'fine'],
      payload: 'x',
      signal: never,
    });
    expect(outcome).toMatchObject({
      sent: 1,
      failed: [{ connectionId: 'sync' }, { connectionId: 'text', error: new Error('text') }],
    });
  });

  it('answers what is left when the signal aborts, also when posts ignore it, and begins no other', async () => {
    const controller = new AbortController();
    const begun: string[] = [];
    const post: PostToConnection = (id) => {
      begun.push(id);
      if (id === 'id-3') controller.abort(new Error('too late'));
      return Number(id.slice(3)) < 2 ? Promise.resolve() : new Promise(() => undefined);
    };
    const connectionIds = ids(100);
    const outcome = await broadcast({
      post,
      connectionIds,
      payload: 'x',
      signal: controller.signal,
      concurrency: 2,
    });
    expect(outcome).toEqual({ sent: 2, gone: [], throttled: [], failed: [], unsent: connectionIds.slice(2) });
    expect(begun).toEqual(['id-0', 'id-1', 'id-2', 'id-3']);
  });

  it('counts posts that the signal cuts off as unsent, never as failed', async () => {
    const controller = new AbortController();
    const post: PostToConnection = (_id, _data, signal) => delay(60_000, undefined, { signal });
    const running = broadcast({ post, connectionIds: ids(5), payload: 'x', signal: controller.signal });
    controller.abort();
    expect(await running).toMatchObject({ sent: 0, failed: [], unsent: ids(5) });
  });

  it('sends nothing when the signal has aborted before, and nothing to none', async () => {
    const post: PostToConnection = () => Promise.reject(new Error('posted'));
    const signal = AbortSignal.abort();
    expect(await broadcast({ post, connectionIds: ids(2), payload: 'x', signal })).toMatchObject({
      unsent: ids(2),
    });
    expect(await broadcast({ post, connectionIds: [], payload: 'x', signal: never })).toMatchObject({
      sent: 0,
      failed: [],
    });
  });

  it('refuses a payload of more than 131,072 bytes, and a concurrency below 1', async () => {
    const post: PostToConnection = async () => undefined;
    const send = (payload: string, concurrency = 1) =>
      broadcast({ post, connectionIds: ['a'], payload, signal: never, concurrency });
    expect(await send('한'.repeat(43_690) + 'ab')).toMatchObject({ sent: 1 });
    await expect(send('한'.repeat(43_690) + 'abc')).rejects.toThrow('The payload has 131073 bytes');
    for (const concurrency of [0, -1, Number.NaN])
      await expect(send('x', concurrency)).rejects.toThrow('The concurrency is at least 1');
  });
});
