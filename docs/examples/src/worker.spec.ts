import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, expect, it } from '@jest/globals';
import { createPlayerTable, createScoring, PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { eventually, startQueue, startTables } from '@hanok/testing';
import { runWorker } from './worker.ts';

const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]);
afterAll(db.stop);
const queue = await startQueue();
afterAll(queue.stop);
const tables = { players: db.nameOf(PLAYER_TABLE), receipts: db.nameOf(RESULT_RECEIPT_TABLE) };
const scoring = createScoring({ players: createPlayerTable({ client: db.client, tables }) });

it('counts what the queue brings, deletes that alone, and ends when it is told to', async () => {
  const { client: sqs, queueUrl } = queue;
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  const stop = new AbortController();
  const worker = runWorker({ sqs, queueUrl, scoring, signal: stop.signal });
  await send('no JSON');
  for (let n = 0; n < 5; n += 1)
    await send(JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 10 }));
  await eventually(async () => expect(await scoring.find('kim')).toMatchObject({ Score: 1050, Win: 5 }));
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const left = async () => {
    const get = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...AttributeNames] });
    const { Attributes = {} } = await sqs.send(get);
    return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name]), 0);
  };
  await eventually(async () => expect(await left()).toBe(1));
  stop.abort();
  await worker;
});
