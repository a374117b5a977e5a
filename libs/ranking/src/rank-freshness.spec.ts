import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { buildStreamEvent, type StreamChange } from '@hanok/events/testing';
import { streamBatch } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { attributesOf } from '@hanok/tables';
import { playerImage, playerKey } from './player-image.ts';
import { createRedisBoard } from './board/redis-board.ts';
import { createRedisClient } from './store/redis-client.ts';
import { updateRanking } from './update-ranking.ts';
import { createBoardRepair } from './verify/board-repair.ts';
import { scoreDifference } from './verify/score-difference.ts';

const NOW = 1_793_523_600_000;
const server = await startRedis();
const redis = createRedisClient(server);
const board = createRedisBoard({ client: redis });

afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(() => redis.flushall());

type Change = {
  sequence: number;
  player?: string;
  since?: number;
  wait?: number | string | null;
  madeAt?: number;
};

/** A change of a score, 100 ms before now and 20 ms after its result was sent, unless it says otherwise. */
function change({ sequence, player = 'kim', since = NOW - 100, wait = 20, madeAt = since }: Change) {
  const keys = attributesOf({ PlayerName: player });
  const image = attributesOf({ PlayerName: player, Score: 1000 + sequence, ScoreSince: since });
  const newImage = { ...image, ...(wait !== null && attributesOf({ ScoreWait: wait })) };
  const at = Math.floor(madeAt / 1000);
  return { eventName: 'MODIFY' as const, sequenceNumber: String(sequence), keys, newImage, at };
}
const removal = (sequence: number) => ({
  eventName: 'REMOVE' as const,
  sequenceNumber: String(sequence),
  keys: attributesOf({ PlayerName: 'kim' }),
});

/** The lines of a batch that hold metrics. */
async function deliver(...changes: StreamChange[]) {
  const observation = recordLines();
  const handler = streamBatch({
    ...observation,
    key: playerKey,
    image: playerImage,
    handle: updateRanking({ board, now: () => new Date(NOW), ...observation }),
    noteRejected: async () => undefined,
  });
  const answer = await handler(buildStreamEvent(changes), buildLambdaContext());
  expect(answer).toEqual({ batchItemFailures: [] });
  return observation.lines().filter((line) => '_aws' in line);
}
const agesOf = async (...changes: StreamChange[]) =>
  (await deliver(...changes)).flatMap((line) => line['RankFreshness'] ?? []);

describe('RankFreshness', () => {
  it('is the time from the sending of each result until its rank can be read, in one line a batch', async () => {
    const lines = await deliver(
      change({ sequence: 1 }),
      change({ sequence: 2, since: NOW - 30, wait: 0 }),
      change({ sequence: 3, player: 'lee', since: NOW - 5_000, wait: 60_000 }),
    );
    expect(lines).toEqual([
      expect.objectContaining({ RecordsReceived: 3, RankFreshness: [120, 30, 65_000] }),
    ]);
    expect(JSON.stringify(lines)).toContain('{"Name":"RankFreshness","Unit":"Milliseconds"}');
    expect(JSON.stringify(lines)).not.toMatch(/kim|lee/);
    expect(await redis.zcard('Rating')).toBe(2);
  });

  it('is not told again of a record that comes again, alone or before a new one', async () => {
    const [first, second] = [change({ sequence: 1 }), change({ sequence: 2, since: NOW - 30 })];
    expect(await agesOf(first)).toEqual([120]);
    expect(await agesOf(first)).toEqual([]);
    expect(await agesOf(first, second)).toEqual([50]);
    expect(await agesOf(second, first)).toEqual([]);
  });

  it('is not told of a score that a repair has put on the board before its record came', async () => {
    const table = { player: 'kim', score: 1002, since: NOW - 3_000 };
    const repair = createBoardRepair({ client: redis, name: 'Rating' });
    const nowhere = { scored: undefined, listed: undefined, since: undefined, state: '' };
    const difference = scoreDifference('kim', table, nowhere);
    expect(await repair(difference ? [{ difference, table, board: nowhere }] : [])).toBe(1);
    const late = [change({ sequence: 1, since: NOW - 9_000 }), change({ sequence: 2, since: NOW - 3_000 })];
    expect(await agesOf(...late)).toEqual([]);
    expect(await agesOf(change({ sequence: 3 }))).toEqual([120]);
  });

  it.each<[string, Change]>([
    ['that no result has made', { sequence: 1, wait: null }],
    ['whose wait others have written as they like', { sequence: 1, wait: 'long' }],
    ['in an item that was put back long after', { sequence: 1, madeAt: NOW + 3_600_000 }],
    ['from a clock that is ahead', { sequence: 1, since: NOW + 1_000 }],
  ])('is not told of a score %s, which is ranked all the same', async (_, one) => {
    expect(await agesOf(change(one))).toEqual([]);
    expect(await redis.zscore('Rating', 'kim')).toBe('1001');
  });

  it('is not told of a player who is off the board again', async () => {
    expect(await agesOf(change({ sequence: 1 }), removal(2))).toEqual([]);
    expect(await agesOf(change({ sequence: 3 }))).toEqual([120]);
  });

  it('tells all of a full batch of 100 in one line', async () => {
    const changes = Array.from({ length: 100 }, (_, i) => change({ sequence: i + 1, player: `p${i}` }));
    const lines = await deliver(...changes);
    expect(lines.map((line) => line['RankFreshness'])).toEqual([Array.from({ length: 100 }, () => 120)]);
  });
});
