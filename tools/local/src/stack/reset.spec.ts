import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { GameLiftClient, DescribeMatchmakingCommand } from '@aws-sdk/client-gamelift';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListExecutionsCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as z from 'zod';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { matchClients } from '../demo/match-clients.ts';
import { talk } from './chat-stack.fixture.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';
import { signIn } from './wild-rydes-stack.fixture.ts';

const outputs = z.object({
  Chat: z.looseObject({
    ChatUrl: z.string(),
    ChatTicketUrl: z.string(),
    ChatUserPoolId: z.string(),
    ChatUserPoolClientId: z.string(),
  }),
  Gomoku: z.looseObject({ GameResultQueueUrl: z.string() }),
  Thumbnails: z.looseObject({ ImagesBucketName: z.string() }),
  Training: z.looseObject({ TrainingStateMachineArn: z.string() }),
});

let stack: Stack;
let out: z.infer<typeof outputs>;
let clients: ReturnType<typeof clientsOf>;
beforeAll(async () => {
  stack = await startStack({ assembly: assemblyFolder, port: 0 });
  out = outputs.parse(stack.outputs);
  clients = clientsOf(stack.url);
});
afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await stack.stop();
});

function clientsOf(url: string) {
  const config = clientConfig(url);
  return {
    alarms: new CloudWatchClient(config),
    users: new CognitoIdentityProviderClient(config),
    games: new GameLiftClient(config),
    s3: new S3Client(config),
    sfn: new SFNClient({ ...config, disableHostPrefix: true }),
    sqs: new SQSClient(config),
  };
}

const pool = () => ({
  UserPoolId: out.Chat.ChatUserPoolId,
  UserPoolClientId: out.Chat.ChatUserPoolClientId,
});

/** A user who talks, and the end of the connection. */
async function openChat() {
  const { idToken } = await signIn(clients.users, pool(), 'reset');
  const asked = { method: 'POST', headers: { Authorization: idToken } };
  const { Ticket } = z
    .object({ Ticket: z.string() })
    .parse(await (await fetch(out.Chat.ChatTicketUrl, asked)).json());
  return talk(`${out.Chat.ChatUrl}?ticket=${Ticket}`);
}

/** What there is of each service. */
async function contents(TicketId: string, alarm: string) {
  const { alarms, users, games, s3, sfn, sqs } = clients;
  const Bucket = out.Thumbnails.ImagesBucketName;
  const stateMachineArn = out.Training.TrainingStateMachineArn;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      ...{ QueueUrl: out.Gomoku.GameResultQueueUrl },
      AttributeNames: ['ApproximateNumberOfMessagesDelayed'],
    }),
  );
  return {
    users: (await users.send(new ListUsersCommand(pool()))).Users?.length,
    tickets: (await games.send(new DescribeMatchmakingCommand({ TicketIds: [TicketId] }))).TicketList?.length,
    objects: (await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount,
    uploads: (await s3.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0,
    executions: (await sfn.send(new ListExecutionsCommand({ stateMachineArn }))).executions?.length,
    delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed),
    metrics: (await alarms.send(new ListMetricsCommand({ Namespace: 'Own' }))).Metrics?.length,
    alarm: (await alarms.send(new DescribeAlarmsCommand({ AlarmNames: [alarm] }))).MetricAlarms?.[0]
      ?.StateValue,
    history: (await alarms.send(new DescribeAlarmHistoryCommand({ AlarmName: alarm }))).AlarmHistoryItems
      ?.length,
  };
}

it('empties every service, ends what runs, and takes the clock back', async () => {
  const { alarms, s3, sfn, sqs } = clients;
  const chat = await openChat();
  const ticket = await matchClients(stack).request('Reset', 'secret');
  const Bucket = out.Thumbnails.ImagesBucketName;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'kept.txt', Body: 'no picture' }));
  await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'begun.png' }));
  const stateMachineArn = out.Training.TrainingStateMachineArn;
  await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'reset', input: '{}' }));
  const QueueUrl = out.Gomoku.GameResultQueueUrl;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}', DelaySeconds: 900 }));
  const MetricData = [{ MetricName: 'm', Value: 1 }];
  await alarms.send(new PutMetricDataCommand({ Namespace: 'Own', MetricData }));
  const { MetricAlarms: [{ AlarmName = '' } = {}] = [] } = await alarms.send(new DescribeAlarmsCommand({}));
  const StateReason = 'a spec';
  await alarms.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason }));
  await stack.clock.advance(60_000);
  const full = { users: 1, tickets: 1, objects: 1, uploads: 1, executions: 1, delayed: 1, metrics: 1 };
  expect(await contents(ticket, AlarmName)).toMatchObject(full);

  await stack.reset();
  expect(await chat.closed).toEqual([1001, 'Going away']);
  expect(Math.abs(stack.clock.now() - Date.now())).toBeLessThan(1_000);
  const empty = { users: 0, tickets: 0, objects: 0, uploads: 0, executions: 0, delayed: 0, metrics: 0 };
  expect(await contents(ticket, AlarmName)).toMatchObject({
    ...{ ...empty, alarm: 'INSUFFICIENT_DATA', history: 0 },
  });
  // What was under way is not heard of again.
  await stack.idle();
  expect(stack.functions.list().map(({ config }) => stack.functions.invocations(config.name))).toEqual(
    stack.functions.list().map(() => 0),
  );
}, 60_000);

it('takes less than 200 ms when little is there', async () => {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    await stack.reset();
    times.push(performance.now() - begun);
  }
  expect(Math.min(...times)).toBeLessThan(200);
});
