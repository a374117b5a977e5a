import { afterAll, describe, expect, it } from '@jest/globals';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { type Logger, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { gameResult } from './game-result.ts';
import {
  createPlayerTable,
  PLAYER_TABLE,
  type PlayerTable,
  recordGameResults,
  RESULT_RECEIPT_TABLE,
} from './index.ts';
import { startPlayerTables } from './player-tables.fixture.ts';

const db = await startPlayerTables();
afterAll(db.stop);

/** The deployed shell and handler on the real table; `around` may stand between them, such as to lose replies. */
function build(around: (table: PlayerTable, log: Logger) => PlayerTable = (table) => table) {
  const { log, metrics, lines } = recordLines();
  const players = around(createPlayerTable({ client: db.client, tables: db.tables }), log);
  const handle = recordGameResults({ players, log, metrics });
  const handler = sqsBatch({ body: jsonString(gameResult), handle, log, metrics });
  const deliver = async (bodies: string[], messageIds?: string[]) => {
    const event = buildSqsEvent(bodies, messageIds && { messageIds });
    const { batchItemFailures } = await handler(event, buildLambdaContext());
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { deliver, lines };
}

const body = (PlayerName: string, more: object = {}) =>
  JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100, ...more });
const metricOf = (lines: Record<string, unknown>[], name: string) =>
  lines.reduce((sum, line) => sum + Number(line[name] ?? 0), 0);

describe('recordGameResults', () => {
  it('counts the message of the tutorial from 1000 points: 1100, 1, 0, and then 1200, 2, 0', async () => {
    const { deliver } = build();
    const exact = '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100 }';
    expect(await deliver([exact], ['tutorial-1'])).toEqual([]);
    expect(await db.player('SomeName')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
    expect(await deliver([exact], ['tutorial-2'])).toEqual([]);
    expect(await db.player('SomeName')).toEqual({ Score: '1200', Win: '2', Lose: '0' });
  });

  it('counts a redelivered message once', async () => {
    const { deliver, lines } = build();
    await deliver([body('redelivered')], ['r-1']);
    expect(await deliver([body('redelivered'), body('redelivered')], ['r-1', 'r-2'])).toEqual([]);
    expect(await db.player('redelivered')).toEqual({ Score: '1200', Win: '2', Lose: '0' });
    expect(metricOf(lines(), 'ResultsRepeated')).toBe(1);
  });

  it('writes the message ids of a transaction on every line while it is under way', async () => {
    const { deliver, lines } = build((table, log) => ({
      ...table,
      add: (...call) => {
        log.info('adding');
        return table.add(...call);
      },
    }));
    await deliver([body('with ids'), body('with ids')], ['i-1', 'i-2']);
    expect(lines()).toContainEqual(
      expect.objectContaining({ message: 'adding', messageIds: ['i-1', 'i-2'] }),
    );
  });

  it('counts a ResultId once, across batches and within one, under any message id', async () => {
    const { deliver } = build();
    const again = body('resent', { ResultId: 'game-7' });
    expect(await deliver([again, again], ['s-1', 's-2'])).toEqual([]);
    expect(await deliver([again], ['s-3'])).toEqual([]);
    expect(await db.player('resent')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
  });

  it('fails a message whose ResultId stands for another result, and counts the rest', async () => {
    const { deliver, lines } = build();
    await deliver([body('first', { ResultId: 'game-8' })], ['u-1']);
    const bodies = [
      body('second', { ResultId: 'game-8' }),
      body('third'),
      body('third', { ScoreDiff: 5, ResultId: 'game-9' }),
    ];
    const clash = body('fourth', { ResultId: 'game-9' });
    expect(await deliver([...bodies, clash], ['u-2', 'u-3', 'u-4', 'u-5'])).toEqual(['u-5', 'u-2']);
    expect(await db.player('second')).toBeUndefined();
    expect(await db.player('third')).toEqual({ Score: '1105', Win: '2', Lose: '0' });
    expect(lines()).toContainEqual(
      expect.objectContaining({
        messageId: 'u-2',
        error: expect.objectContaining({ name: 'ResultIdReusedError' }),
      }),
    );
  });

  it('counts 250 results of one player and one each of 150 others in one batch', async () => {
    const { deliver } = build();
    const names = [
      ...Array.from({ length: 250 }, () => 'busy'),
      ...Array.from({ length: 150 }, (_, i) => `other-${i}`),
    ];
    const ids = names.map((_, index) => `many-${index}`);
    expect(
      await deliver(
        names.map((name) => body(name)),
        ids,
      ),
    ).toEqual([]);
    expect(await db.player('busy')).toEqual({ Score: String(1000 + 25_000), Win: '250', Lose: '0' });
    expect(await db.player('other-149')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
  });

  it('leaves the good ones of a batch counted once when a bad body makes messages come back', async () => {
    const { deliver } = build();
    const bodies = [body('mixed'), 'not JSON', body('mixed', { LoseDiff: 0.5 })];
    expect(await deliver(bodies, ['m-1', 'm-2', 'm-3'])).toEqual(['m-2', 'm-3']);
    expect(await deliver(bodies, ['m-1', 'm-2', 'm-3'])).toEqual(['m-2', 'm-3']);
    expect(await db.player('mixed')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
  });

  it('reports the results of a player whose item is not a player, and counts the others', async () => {
    await db.put(PLAYER_TABLE, { PlayerName: { S: 'odd' }, Score: { S: 'many' } });
    const { deliver, lines } = build();
    expect(await deliver([body('odd'), body('even')], ['o-1', 'o-2'])).toEqual(['o-1']);
    expect(await db.player('even')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
    expect(lines()).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ name: 'WriteRefusedError' }) }),
    );
  });

  it('counts once when the reply of a committed transaction is lost and the message comes back', async () => {
    let lost = 0;
    const losing = build((table) => ({
      ...table,
      add: async (...call) => {
        await table.add(...call);
        lost += 1;
        throw new Error('socket hang up');
      },
    }));
    expect(await losing.deliver([body('lost')], ['l-1'])).toEqual(['l-1']);
    expect(lost).toBe(1);
    expect(await build().deliver([body('lost')], ['l-1'])).toEqual([]);
    expect(await db.player('lost')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
  });

  it('takes a receipt of version 0.1.0, which has no fingerprint, for the same result', async () => {
    const receipt = { ReceiptId: { S: 'message#v-1' }, Content: { S: '["upgraded",1,0,100]' } };
    const ExpiresAt = { N: String(Math.ceil(Date.now() / 1000) + 60) };
    await db.put(RESULT_RECEIPT_TABLE, { ...receipt, ExpiresAt });
    const { deliver, lines } = build();
    expect(await deliver([body('upgraded'), body('upgraded')], ['v-1', 'v-2'])).toEqual([]);
    expect(await db.player('upgraded')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
    expect(metricOf(lines(), 'ResultsRepeated')).toBe(1);
  });

  it('writes a receipt per result that expires after 14 days', async () => {
    await build().deliver([body('receipted', { ResultId: 'game-10' })], ['e-1']);
    const receipt = (await db.receipts()).find((item) => item.ReceiptId?.S === 'result#game-10');
    const days = (Number(receipt?.ExpiresAt?.N) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(13.99);
    expect(days).toBeLessThanOrEqual(14);
  });
});

describe('recordGameResults among other writers', () => {
  const conflictOn = (length: number, index: number) =>
    new TransactionCanceledException({
      message: 'conflict',
      $metadata: {},
      CancellationReasons: Array.from({ length }, (_, i) => ({
        Code: i === index ? 'TransactionConflict' : 'None',
      })),
    });

  /** DynamoDB's answer to the first `times` transactions: another writer holds the item at `index`. */
  function contending(times: number, index: number) {
    const sizes: number[] = [];
    db.client.middlewareStack.add(
      (next) => async (args) => {
        if (!('TransactItems' in args.input) || sizes.length >= times) return next(args);
        const size = args.input.TransactItems?.length ?? 0;
        sizes.push(size);
        throw conflictOn(size, index);
      },
      { step: 'initialize', name: 'contend', override: true },
    );
    return sizes;
  }

  it('tries the contended player again and counts the others at once', async () => {
    const sizes = contending(2, 0);
    expect(await build().deliver([body('held'), body('free')], ['c-1', 'c-2'])).toEqual([]);
    expect(sizes).toEqual([4, 2]);
    expect(await db.player('held')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
    expect(await db.player('free')).toEqual({ Score: '1100', Win: '1', Lose: '0' });
  });

  it('reports a player that stays held for six attempts', async () => {
    const sizes = contending(Number.POSITIVE_INFINITY, 0);
    const { deliver, lines } = build();
    expect(await deliver([body('taken')], ['c-3'])).toEqual(['c-3']);
    db.client.middlewareStack.remove('contend');
    expect(sizes).toHaveLength(6);
    expect(await db.player('taken')).toBeUndefined();
    expect(lines()).toContainEqual(
      expect.objectContaining({ error: expect.objectContaining({ name: 'ContendedError' }) }),
    );
  });
});

describe('the wait of a score', () => {
  const NOW = 1_793_523_600_000;
  const players = createPlayerTable({ client: db.client, tables: db.tables });
  const handle = recordGameResults({ players, ...recordLines(), now: () => new Date(NOW) });
  let messages = 0;
  const message = (sentAt: number | undefined, more: object = {}) => ({
    messageId: `wait-${(messages += 1)}`,
    receiveCount: 1,
    sentAt,
    body: { PlayerName: 'waiting', WinDiff: 1, LoseDiff: 0, ScoreDiff: 100, ...more },
  });
  const waitAfter = async (...batch: ReturnType<typeof message>[]) => {
    expect(await handle(batch, new AbortController().signal)).toEqual([]);
    const item = await db.find(PLAYER_TABLE, { PlayerName: { S: 'waiting' } });
    return item?.['ScoreWait']?.N;
  };

  it('is that of the oldest result in it, of whichever message', async () => {
    const ResultId = 'waited';
    expect(await waitAfter(message(NOW - 40), message(undefined), message(NOW - 90))).toBe('90');
    expect(await waitAfter(message(NOW - 10, { ResultId }), message(NOW - 30, { ResultId }))).toBe('30');
  });

  it('stays when a result comes again, or moves no score', async () => {
    const first = message(NOW - 50);
    expect(await waitAfter(first)).toBe('50');
    expect(await waitAfter({ ...first, receiveCount: 2 })).toBe('50');
    expect(await waitAfter(message(NOW - 70, { ScoreDiff: 0 }))).toBe('50');
  });

  it.each([
    ['that does not say when it was sent', undefined],
    ['from a clock that is ahead', NOW + 1],
  ])('is gone after a result %s', async (_, sentAt) => {
    expect(await waitAfter(message(NOW))).toBe('0');
    expect(await waitAfter(message(sentAt))).toBeUndefined();
  });
});
