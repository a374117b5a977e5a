import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { createRedisBoard, createRedisClient } from '@hanok/ranking';
import { createPlayerTable, createScoring, PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { startTables } from '@hanok/testing';
import { serve } from '@hono/node-server';
import sharp from 'sharp';
import { createServer } from './express-server.ts';
import { createApp } from './hono-server.ts';

const cleanups: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});
const portOf = (server: { address(): unknown }) => Number(Object(server.address()).port);

describe('the Express server', () => {
  const server = createServer().listen(0, '127.0.0.1');
  const listening = once(server, 'listening');
  cleanups.push(() => server.close());
  const post = async (query: string, body: Uint8Array<ArrayBuffer>) => {
    await listening;
    return fetch(`http://127.0.0.1:${portOf(server)}/thumbnails?${query}`, { method: 'POST', body });
  };

  it('answers a thumbnail', async () => {
    const picture = await sharp({ create: { width: 400, height: 300, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const answer = await post('width=128&height=128', Uint8Array.from(picture));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
    const { width, height } = await sharp(await answer.arrayBuffer()).metadata();
    expect([width, height]).toEqual([128, 96]);
  });

  it('says what is wrong with a request', async () => {
    const bad = await post('width=0&height=1', new Uint8Array([1]));
    expect([bad.status, await bad.json()]).toEqual([400, { Error: 'width, height: expected 1 to 4096' }]);
    const none = await post('width=9&height=9', new Uint8Array());
    expect([none.status, await none.json()]).toMatchObject([422, { Reason: 'Empty' }]);
    const large = await post('width=9&height=9', new Uint8Array(17 * 2 ** 20));
    expect(large.status).toBe(413);
  });
});

describe('the Hono server', () => {
  const opened = open();
  async function open() {
    const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
    cleanups.push(db.stop);
    const redis = await startRedis();
    cleanups.push(() => redis.stop());
    const client = createRedisClient(redis);
    cleanups.push(() => client.disconnect());
    const tables = { players: db.nameOf(PLAYER_TABLE), receipts: db.nameOf(RESULT_RECEIPT_TABLE) };
    const board = createRedisBoard({ client });
    const app = createApp({
      scoring: createScoring({ players: createPlayerTable({ client: db.client, tables }) }),
      board,
    });
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    await once(server, 'listening');
    cleanups.push(() => server.close());
    return { board, redis, address: `http://127.0.0.1:${portOf(server)}` };
  }
  const put = async (id: string, body: unknown) =>
    fetch(`${(await opened).address}/results/${id}`, { method: 'PUT', body: JSON.stringify(body) });

  it('records a result once, and reads the player and the board', async () => {
    const { board, address } = await opened;
    const result = { PlayerName: '김철수', WinDiff: 1, LoseDiff: 0, ScoreDiff: 20 };
    expect((await put('game-1', result)).status).toBe(204);
    expect((await put('game-1', result)).status).toBe(204);
    const player = await fetch(`${address}/players/${encodeURIComponent('김철수')}`);
    expect(await player.json()).toMatchObject({ PlayerName: '김철수', Score: 1020, Win: 1 });
    await board.update([{ player: '김철수', sequenceNumber: '1', rating: { score: 1020, since: 0 } }]);
    const ranking = await fetch(`${address}/ranking`);
    expect(await ranking.json()).toMatchObject([{ Score: 1020, Rank: 1 }]);
  });

  it('names the field of a bad result, and a player whom nobody knows', async () => {
    const { address } = await opened;
    const bad = await put('game-2', { PlayerName: 'lee' });
    expect([bad.status, await bad.json()]).toMatchObject([
      400,
      { Error: expect.stringContaining('WinDiff: missing') },
    ]);
    expect((await fetch(`${address}/players/nobody`)).status).toBe(404);
  });

  it('answers 503 without the board', async () => {
    const { address, redis } = await opened;
    await redis.stop();
    const answer = await fetch(`${address}/ranking`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { Error: 'Temporarily unavailable, try again' },
    ]);
  });
});
