import { afterAll, expect, it } from '@jest/globals';
import {
  createPlayerTable,
  createScoring,
  PLAYER_TABLE,
  RESULT_RECEIPT_TABLE,
  type Scoring,
} from '@hanok/scoring';
import { startTables } from '@hanok/testing';
import { countResults, type DeadLetter } from './kafka-loop.ts';

const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
afterAll(db.stop);
const tables = { players: db.nameOf(PLAYER_TABLE), receipts: db.nameOf(RESULT_RECEIPT_TABLE) };
const scoring = createScoring({ players: createPlayerTable({ client: db.client, tables }) });

/** One call as the consumer of kafkajs makes it; answers how far the offset has moved. */
async function deliver(values: readonly string[], target: Pick<Scoring, 'recordResults'> = scoring) {
  const letters: DeadLetter[] = [];
  const resolved: string[] = [];
  const messages = values.map((value, index) => ({
    ...{ key: Buffer.from('kim'), value: Buffer.from(value), timestamp: '1793523600000' },
    ...{ attributes: 0, offset: String(41 + index), headers: {} },
  }));
  const lastOffset = () => String(40 + values.length);
  const commit = countResults(target, async (kept) => void letters.push(...kept));
  await commit({
    batch: {
      ...{
        topic: 'results',
        partition: 3,
        highWatermark: '99',
        messages,
        isEmpty: () => messages.length === 0,
      },
      ...{ firstOffset: () => '41', lastOffset, offsetLag: () => '0', offsetLagLow: () => '0' },
    },
    resolveOffset: (offset) => void resolved.push(offset),
    ...{
      heartbeat: async () => undefined,
      pause: () => () => undefined,
      isRunning: () => true,
      isStale: () => false,
    },
    ...{ commitOffsetsIfNecessary: async () => undefined, uncommittedOffsets: () => ({ topics: [] }) },
  });
  return { letters, resolved };
}

const result = (PlayerName: string) =>
  JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });

it('counts a batch once, however often Kafka hands it over, and keeps what is bad', async () => {
  const batch = [result('kim'), 'no JSON', result('kim')];
  const expected = {
    letters: [{ place: 'results/3/42', value: 'no JSON', reason: 'result: missing' }],
    resolved: ['43'],
  };
  expect(await deliver(batch)).toEqual(expected);
  expect(await deliver(batch)).toEqual(expected);
  expect(await scoring.find('kim')).toMatchObject({ Score: 1200, Win: 2 });
});

it('moves no offset when a result cannot be counted now', async () => {
  const down = { recordResults: async () => [{ id: 'results/3/41', error: new Error('no table') }] };
  await expect(deliver([result('lee')], down)).rejects.toThrow('no table');
});
