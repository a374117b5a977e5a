import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { eventually } from '@hanok/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

let stack: Stack;
let gomoku: ReturnType<typeof gomokuClients>;
let dynamodb: DynamoDBClient;
let logs: CloudWatchLogsClient;
let sqs: SQSClient;
let sns: SNSClient;
beforeAll(async () => {
  stack = await startStack({ assembly: assemblyFolder, only: ['Gomoku'], port: 0 });
  gomoku = gomokuClients(stack);
  dynamodb = new DynamoDBClient(clientConfig(stack.url));
  logs = new CloudWatchLogsClient(clientConfig(stack.url));
  sqs = new SQSClient(clientConfig(stack.url));
  sns = new SNSClient(clientConfig(stack.url));
});
afterAll(async () => {
  for (const client of [dynamodb, logs, sqs, sns]) client.destroy();
  gomoku.close();
  await stack.stop();
});
afterEach(() => stack.reset());

const sendScore = (PlayerName: string, ScoreDiff: number) =>
  gomoku.send(JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff }));

async function scoreOf(name: string): Promise<string | undefined> {
  const Key = { PlayerName: { S: name } };
  return (await dynamodb.send(new GetItemCommand({ TableName: 'GomokuPlayerInfo', Key }))).Item?.['Score']?.N;
}

async function linesOf(logGroupName: string): Promise<number> {
  return (await logs.send(new FilterLogEventsCommand({ logGroupName }))).events?.length ?? 0;
}

const alarmMessage = z.looseObject({ AlarmName: z.string() });

/** A queue that the topic of the alarms tells, and what it was told since the last look. */
async function alarmQueue() {
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:Gomoku-alarms';
  const QueueArn = 'arn:aws:sqs:us-east-1:000000000000:told';
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' },
        ...{ Resource: QueueArn, Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } } },
      },
    ],
  });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'told', Attributes: { Policy } }));
  const Attributes = { RawMessageDelivery: 'true' };
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: QueueArn, Attributes }));
  return async () => {
    const wanted = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(wanted));
    return Messages.map(({ Body = '' }) => alarmMessage.parse(JSON.parse(Body)));
  };
}

describe('idle', () => {
  it('resolves when a message has crossed queue, function, table, stream, function and Redis', async () => {
    await sendScore('Idle', 7);
    await stack.idle();
    expect(await scoreOf('Idle')).toBe('1007');
    expect(await gomoku.ranking()).toContainEqual({ Player: 'Idle', Score: 1007 });
  });

  it('resolves at once when nothing is in flight', async () => {
    await stack.idle();
    await stack.idle({ timeoutMs: 0 });
  });

  it('throws after its timeout, and names what is still in flight', async () => {
    await sendScore('Late', 1);
    await expect(stack.idle({ timeoutMs: 0 })).rejects.toMatchObject({
      name: 'StillBusyError',
      message: expect.stringMatching(/^The stack is not idle after 0 ms\. Still in flight: .*game-/),
    });
  });
});

describe('reset', () => {
  it('forgets items, messages, keys, logs and calls, and the stack goes on as a new one', async () => {
    await sendScore('Gone', 5);
    await stack.idle();
    await sendScore('Waiting', 5);
    const begun = performance.now();
    await stack.reset();
    const ms = performance.now() - begun;
    expect(stack.calls()).toEqual([]);
    expect(await (await fetch(`${stack.url}/_hanok/traces`)).json()).toMatchObject({ traces: [] });
    expect([await scoreOf('Gone'), await scoreOf('Waiting')]).toEqual([undefined, undefined]);
    expect(await gomoku.ranking()).toEqual([]);
    expect(await linesOf('/aws/lambda/game-sqs-process')).toBe(0);
    await sendScore('Gone', 9);
    await stack.idle();
    expect(await scoreOf('Gone')).toBe('1009');
    expect(await gomoku.ranking()).toHaveLength(1);
    expect(ms).toBeLessThan(2_000);
  });
});

describe('advance', () => {
  it('lets what waits for the clock happen: a message that fails comes back until it is a dead letter', async () => {
    await gomoku.send('no JSON');
    for (let receive = 1; receive <= 6; receive += 1) {
      await stack.idle();
      await stack.clock.advance(360_000);
    }
    await stack.idle();
    expect(await gomoku.deadLetter()).toBe('no JSON');
  });

  it('lets an alarm of the template start and end; its topic tells a queue of both', async () => {
    const QueueUrl = gomoku.outputs.GameResultDeadLetterQueueUrl;
    const said = await alarmQueue();
    const next = async () => {
      await stack.clock.advance(300_000);
      const ofQueue = /^Gomoku-GameResultQueueDeadLetterQueueNotEmpty/;
      return (await said()).filter(({ AlarmName }) => ofQueue.test(AlarmName));
    };
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no JSON' }));
    const becomes = (NewStateValue: string) =>
      eventually(async () =>
        expect(await next()).toEqual([
          expect.objectContaining({
            ...{ NewStateValue, AlarmDescription: 'game-result-dead-letter-queue is not empty.' },
          }),
        ]),
      );
    await becomes('ALARM');
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    await becomes('OK');
  });
});

describe('calls', () => {
  it('tells who called what, and with which answer', async () => {
    await sendScore('Called', 3);
    await stack.idle();
    expect(stack.calls()).toContainEqual({
      time: expect.any(Number),
      service: 'sqs',
      operation: 'SendMessage',
      caller: 'external',
      status: 200,
      ms: expect.any(Number),
    });
    expect(stack.calls()).toContainEqual(
      expect.objectContaining({
        service: 'dynamodb',
        operation: 'TransactWriteItems',
        caller: 'game-sqs-process',
        status: 200,
      }),
    );
  });
});
