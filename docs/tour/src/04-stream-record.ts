/*
 * A stream record. Each change of the player table is a record of its stream, and Lambda hands the records of a shard, in
 * order, to `game-rank-update`. It brings the ranking in Redis up to date. Records can come twice, and late: each carries
 * a sequence number, and a change that is older than the one on the board is passed over.
 */
import { startRedis } from '@hanok/engines';
import { buildStreamEvent } from '@hanok/events/testing';
import { observe, streamBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createRedisBoard, createRedisClient, playerImage, playerKey, updateRanking } from '@hanok/ranking';
import { attributesOf } from '@hanok/tables';
import { show, showLog } from './show.ts';

await using parts = new AsyncDisposableStack();
const server = await startRedis();
parts.defer(server.stop);
const redis = createRedisClient(server);
parts.defer(() => redis.disconnect());

const board = createRedisBoard({ client: redis });
const observation = observe('game-rank-update', showLog);
const handler = streamBatch({
  key: playerKey,
  image: playerImage,
  handle: updateRanking({ board, ...observation }),
  noteRejected: async (records) =>
    show(
      'noted',
      records.map((each) => each.sequenceNumber),
    ),
  ...observation,
});

/** A record of the stream: this player has this score now. */
const change = (sequenceNumber: string, PlayerName: string, Score: number | string) => ({
  eventName: 'MODIFY' as const,
  sequenceNumber,
  keys: attributesOf({ PlayerName }),
  newImage: attributesOf({ PlayerName, Score, ScoreSince: 1_793_523_600_000, Win: 1, Lose: 0 }),
});
const receive = (...changes: ReturnType<typeof change>[]) =>
  handler(buildStreamEvent(changes), buildLambdaContext());
const ranking = async () => {
  const lines = await board.page({ offset: 0, limit: 10 });
  return lines.map(({ Rank, Player, Score }) => `${Rank}. ${Player} ${Score}`);
};

// Two batches: lee comes before kim with the second one.
const [first, second, third] = [
  change('101', 'kim', 1020),
  change('102', 'lee', 1010),
  change('103', 'lee', 1035),
];
show('answer', await receive(first, second));
//> game-rank-update: batch { received: 2, failed: 0 }
//> answer: { batchItemFailures: [] }
show('ranking', await ranking());
//> ranking: [ '1. kim 1020', '2. lee 1010' ]
show('answer', await receive(third));
//> game-rank-update: batch { received: 1, failed: 0 }
//> answer: { batchItemFailures: [] }
show('ranking', await ranking());
//> ranking: [ '1. lee 1035', '2. kim 1020' ]

// The answer to the first batch was lost, and Lambda gives it again. The older score of lee does not come back.
show('answer', await receive(first, second));
//> game-rank-update: batch { received: 2, failed: 0 }
//> answer: { batchItemFailures: [] }
show('ranking', await ranking());
//> ranking: [ '1. lee 1035', '2. kim 1020' ]

// A record that is no player. No retry would make it one: it is noted, deployed in `game-rank-update-failures`, and does
// not hold up the players behind it.
show('answer', await receive(change('104', 'park', 'many'), change('105', 'kim', 1040)));
//> noted: [ '104' ]
//> game-rank-update: record rejected { sequenceNumber: '104', reason: 'Invalid', error: 'RejectedRecordError: NewImage.Score: expected number' }
//> game-rank-update: batch { received: 2, failed: 0 }
//> answer: { batchItemFailures: [] }
show('ranking', await ranking());
//> ranking: [ '1. kim 1040', '2. lee 1035' ]
