import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { buildStreamEvent, type StreamChange } from '@hanok/events/testing';
import { streamBatch, type StreamChange as TableChange, UnavailableError } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import * as z from 'zod/mini';
import { playerImage, playerKey } from './player-image.ts';
import { createRedisBoard, type RankingBoard } from './board/redis-board.ts';
import { createRedisClient } from './store/redis-client.ts';
import { updateRanking } from './update-ranking.ts';

const server = await startRedis();
const redis = createRedisClient(server);
const board = createRedisBoard({ client: redis });

afterAll(async () => {
  redis.disconnect();
  await server.stop();
});
beforeEach(() => redis.flushall());

/** Sends the records through the deployed shape: the stream shell around the handler. */
async function deliver(changes: readonly StreamChange[], target: Pick<RankingBoard, 'update'> = board) {
  const observation = recordLines();
  const noted: string[] = [];
  const handler = streamBatch({
    ...observation,
    key: playerKey,
    image: playerImage,
    handle: updateRanking({ board: target, ...observation }),
    noteRejected: async (records) => void noted.push(...records.map((each) => each.sequenceNumber)),
  });
  const answer = await handler(buildStreamEvent(changes), buildLambdaContext());
  return {
    failedFrom: answer.batchItemFailures.map((each) => each.itemIdentifier),
    noted,
    lines: observation.lines(),
  };
}

function record(sequenceNumber: string, name: string, attributes?: Record<string, unknown>): StreamChange {
  const keys = { PlayerName: { S: name } };
  if (attributes === undefined) return { eventName: 'REMOVE', sequenceNumber, keys };
  return { eventName: 'MODIFY', sequenceNumber, keys, newImage: { ...keys, ...attributes } };
}
const scored = (sequenceNumber: string, name: string, score: string) =>
  record(sequenceNumber, name, { Score: { N: score }, Win: { N: '1' }, Lose: { N: '0' } });
const scores = () => redis.zrange('Rating', '0', '-1', 'WITHSCORES');

describe('the rank update', () => {
  it('sets, moves and removes players as the stream says', async () => {
    await deliver([
      scored('1', 'SomeName', '1000'),
      scored('2', '가나다', '900'),
      scored('3', 'SomeName', '1100'),
    ]);
    expect(await scores()).toEqual(['가나다', '900', 'SomeName', '1100']);
    await deliver([
      record('4', '가나다'),
      record('5', 'SomeName', { Win: { N: '1' } }),
      scored('6', 'New', '-5.5'),
    ]);
    expect(await scores()).toEqual(['New', '-5.5']);
  });

  it('lets a late or replayed record overwrite nothing newer', async () => {
    await deliver([scored('9', 'a', '1'), scored('10', 'a', '2')]);
    expect((await deliver([scored('9', 'a', '1')])).failedFrom).toEqual([]);
    await deliver([record('12', 'b')]);
    await deliver([scored('11', 'b', '7')]);
    expect(await scores()).toEqual(['a', '2']);
  });

  it('notes a record that it cannot read, and ranks everyone behind it', async () => {
    const tooHigh = scored('2', 'high', '9007199254740993');
    const { failedFrom, noted, lines } = await deliver([
      scored('1', 'a', '1'),
      tooHigh,
      scored('3', 'b', '3'),
    ]);
    expect({ failedFrom, noted }).toEqual({ failedFrom: [], noted: ['2'] });
    expect(await scores()).toEqual(['a', '1', 'b', '3']);
    expect(JSON.stringify(lines)).toContain('NewImage.Score: at most 9007199254740991');
    expect(JSON.stringify(lines)).not.toContain('9007199254740993');
  });

  it.each([
    ['S', { S: '1100' }],
    ['NULL', { NULL: true }],
    ['N of 1e20', { N: '1e20' }],
    ['infinite N', { N: '1e309' }],
    ['of an unknown type', { X: '1' }],
  ])('passes over a record whose Score is %s, however often it comes', async (_, Score) => {
    const bad = record('2', 'b', { Score });
    for (const batch of [[scored('1', 'a', '1'), bad, scored('3', 'c', '3')], [bad]])
      expect(await deliver(batch)).toMatchObject({ failedFrom: [], noted: ['2'] });
    expect(await scores()).toEqual(['a', '1', 'c', '3']);
    await deliver([scored('4', 'b', '2')]);
    expect(await scores()).toEqual(['a', '1', 'b', '2', 'c', '3']);
  });

  it('fails from the first record when the board does not answer', async () => {
    const update = () => Promise.reject(new UnavailableError('Redis: connect ECONNREFUSED'));
    const bad = record('9', 'c', { Score: { S: '1' } });
    const changes = [scored('7', 'a', '1'), scored('8', 'b', '2'), bad];
    // The record that cannot be read comes again with them, and is noted then.
    expect(await deliver(changes, { update })).toMatchObject({ failedFrom: ['7'], noted: [] });
  });

  it('does not start when the time is up', async () => {
    const handle = updateRanking({ board, ...recordLines() });
    const image = { PlayerName: 'a', Score: 1 };
    const changes = [{ sequenceNumber: '1', changedAt: 0, key: { PlayerName: 'a' }, image }];
    const error = new Error('time is up');
    await expect(handle(changes, AbortSignal.abort(error))).rejects.toBe(error);
    expect(await scores()).toEqual([]);
  });
});

type TeamChange = TableChange<{ Team: string }, { Points: number }>;

it('a board may follow another table, by what its changes mean', async () => {
  const observation = recordLines();
  const handler = streamBatch({
    ...observation,
    key: z.object({ Team: z.string() }),
    image: z.object({ Points: z.number() }),
    handle: updateRanking({
      ...{ board, ...observation },
      toChange: ({ key, image, sequenceNumber }: TeamChange) => ({
        ...{ player: key.Team, sequenceNumber },
        rating: image && { score: image.Points, since: 0 },
      }),
    }),
    noteRejected: async () => undefined,
  });
  const keys = { Team: { S: 'Seoul' } };
  const points = {
    eventName: 'INSERT' as const,
    sequenceNumber: '1',
    keys,
    newImage: { Points: { N: '12' } },
  };
  await handler(buildStreamEvent([points]), buildLambdaContext());
  expect(await scores()).toEqual(['Seoul', '12']);
});
