import { CreateTableCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import { observe, type SqsMessage } from '@hanok/lambda';
import {
  createPlayerTable,
  type GameResult,
  PLAYER_TABLE,
  recordGameResults,
  RESULT_RECEIPT_TABLE,
} from '@hanok/scoring';
import { createTableInput } from '@hanok/tables';
import { clientSettings, eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { type LocalParts, startLocalParts } from '../conformance/local-parts.fixture.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { startStack } from '../stack/start-stack.ts';

/** Write units of one player in a second, so that four writes of a transaction are all. */
const UNITS = 8;
/** Results of the hot player in each second: twenty more than four transactions of ten. */
const RATE = 60;
const SECONDS = 5;

let parts: LocalParts | undefined;
afterEach(() => parts?.stop());

type Sent = SqsMessage<GameResult> & { sentAt: number };

/**
 * A queue of results under a limit of its hot player's partition, second by second of the stack's clock: what came in a
 * second is read at its end, in batches of so many; what fails is read again a second later. Every tenth
 * result comes twice.
 */
async function startLoad(batchSize: number) {
  const writes = { service: 'dynamodb', operation: 'TransactWriteItems' } as const;
  const { clock, clients } = (parts = await startLocalParts({
    speed: 1e-6,
    faults: { faults: [{ ...writes, kind: 'partitionLimit', units: UNITS }] },
  }));
  const client = clients().dynamodb;
  for (const definition of [PLAYER_TABLE, RESULT_RECEIPT_TABLE])
    await client.send(new CreateTableCommand(createTableInput(definition)));
  const tables = { players: PLAYER_TABLE.name, receipts: RESULT_RECEIPT_TABLE.name };
  const record = recordGameResults({
    players: createPlayerTable({ client, tables }),
    now: () => new Date(clock.now()),
    random: () => 0,
    ...observe('hot-player', () => undefined),
  });
  const { signal } = new AbortController();
  const waits: number[] = [];
  let queue: Sent[] = [];
  let sent = 0;

  function arrive(): void {
    const sentAt = clock.now();
    for (let index = 0; index < RATE; index += 1, sent += 1) {
      const PlayerName = index % 20 === 19 ? `player-${index}` : 'hot';
      const body = { PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 1 };
      const message = { messageId: `message-${sent}`, sentAt, receiveCount: 1, body };
      queue.push(...(sent % 10 === 0 ? [message, message] : [message]));
    }
  }

  async function second(): Promise<number> {
    await clock.advance(1_000);
    const visible = queue;
    queue = [];
    for (let from = 0; from < visible.length; from += batchSize) {
      const batch = visible.slice(from, from + batchSize);
      const failed = new Set((await record(batch, signal)).map(({ messageId }) => messageId));
      for (const message of batch) {
        if (!failed.has(message.messageId)) waits.push(clock.now() - message.sentAt);
        else queue.push({ ...message, receiveCount: message.receiveCount + 1 });
      }
    }
    return queue.length;
  }

  const winsOf = async (PlayerName: string) => {
    const get = new GetItemCommand({ TableName: tables.players, Key: { PlayerName: { S: PlayerName } } });
    return Number((await client.send(get)).Item?.Win?.N);
  };
  return { arrive, second, winsOf, sent: () => sent, slowest: () => Math.max(...waits) };
}

describe('a player of more results than one item takes writes, under the limit of its partition', () => {
  it('has a backlog that grows each second in batches of ten', async () => {
    const load = await startLoad(10);
    let before = 0;
    for (let second = 0; second < SECONDS; second += 1) {
      load.arrive();
      const backlog = await load.second();
      expect(backlog).toBeGreaterThan(before);
      before = backlog;
    }
    expect(load.slowest()).toBeGreaterThan(2_000);
  });

  it('has none where results of a second are gathered: each counts once, a second after it came at most', async () => {
    const load = await startLoad(1_000);
    for (let second = 0; second < SECONDS; second += 1) {
      load.arrive();
      expect(await load.second()).toBe(0);
    }
    expect(load.slowest()).toBeLessThan(1_100);
    expect(await load.winsOf('hot')).toBe((load.sent() * 19) / 20);
    expect(await load.winsOf('player-19')).toBe(load.sent() / 60);
  });
});

describe('the stack Gomoku with the parameter GatherSeconds', () => {
  it('counts what one player gets beyond the limit of the partition, each result once', async () => {
    const writes = { service: 'dynamodb', operation: 'TransactWriteItems' } as const;
    const stack = await startStack({
      assembly: assemblyFolder,
      only: ['Gomoku'],
      port: 0,
      parameters: { Gomoku: { GatherSeconds: '2' } },
      faults: { faults: [{ ...writes, kind: 'partitionLimit', units: 20 }] },
    });
    await using stopping = new AsyncDisposableStack();
    stopping.defer(stack.stop);
    const gomoku = gomokuClients(stack);
    const sqs = new SQSClient(clientSettings(stack.url));
    const QueueUrl = gomoku.outputs.GameResultQueueUrl;
    const MessageBody = JSON.stringify({ PlayerName: 'hot', WinDiff: 1, LoseDiff: 0, ScoreDiff: 1 });
    // In tens this is 80 units in a second or two: four times what the partition takes.
    for (let sent = 0; sent < 400; sent += 10)
      await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: Array.from({ length: 10 }, (_, index) => ({ Id: String(index), MessageBody })),
        }),
      );
    await eventually(async () => expect(await gomoku.messagesLeft()).toBe(0), 20_000);
    expect(await gomoku.player('hot')).toEqual({ Score: 1_400, Win: 400, Lose: 0 });
    sqs.destroy();
    gomoku.close();
  }, 60_000);
});
