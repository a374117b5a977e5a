import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { assemblyFolder, type Stack, startStack } from '@hanok/local';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';

let stack: Stack;
let sqs: SQSClient;
let dynamodb: DynamoDBClient;

beforeAll(async () => {
  stack = await startStack({ assembly: assemblyFolder, only: ['Gomoku'], port: 0 });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = { endpoint: stack.url, region: 'us-east-1', credentials };
  sqs = new SQSClient(config);
  dynamodb = new DynamoDBClient(config);
});
beforeEach(() => stack.reset());
afterAll(async () => {
  sqs.destroy();
  dynamodb.destroy();
  await stack.stop();
});

const send = (MessageBody: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: stack.outputs.Gomoku?.GameResultQueueUrl, MessageBody }));

it('counts a result once, and ranks the player', async () => {
  await send('{"PlayerName":"Hanok","WinDiff":1,"LoseDiff":0,"ScoreDiff":20}');
  await stack.idle();
  const Key = { PlayerName: { S: 'Hanok' } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'GomokuPlayerInfo', Key }));
  expect(Item?.Score).toEqual({ N: '1020' });
  const writes = stack.calls().filter(({ operation }) => operation === 'TransactWriteItems');
  expect(writes).toMatchObject([{ caller: 'game-sqs-process', status: 200 }]);
});

it('gives a message up that cannot be read, after five tries in half an hour', async () => {
  await send('no JSON');
  for (let tries = 1; tries <= 5; tries += 1) {
    await stack.idle();
    await stack.clock.advance(6 * 60_000);
  }
  await stack.idle();
  const QueueUrl = stack.outputs.Gomoku?.GameResultDeadLetterQueueUrl;
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages?.map(({ Body }) => Body)).toEqual(['no JSON']);
});
