import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import * as z from 'zod';

const BODY = '{"Id":"1"}';
const outputs = z.object({
  Visits: z.object({
    ...{ SqsVisitsQueueUrl: z.string(), FifoVisitsQueueUrl: z.string(), StreamVisitsTableName: z.string() },
    ...{ S3VisitsBucketName: z.string(), RestVisitsApiUrl: z.string(), HttpVisitsUrl: z.string() },
    ...{ SnsVisitsTopicArn: z.string(), WebsocketVisitsSocketUrl: z.string() },
  }),
});

/** `npm start` in a copy of the workspace. */
export async function startCopy(copy: string) {
  const args = [
    '--conditions=@hanok/source',
    'tools/local/src/cli/start.js',
    '--port',
    '0',
    '--ephemeral',
    '--no-watch',
  ];
  const env = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const line = (found: RegExp) => () => {
    const match = found.exec(said);
    if (match === null) throw new Error(`not said yet: ${found.source}; said so far: ${said.slice(-2_000)}`);
    return match;
  };
  const [, url = ''] = await eventually(line(/^Ready after \d+ ms: (\S+)/m), 120_000);
  return {
    url,
    /** Resolves when each of these functions has said that it handled an event. */
    handled: async (names: readonly string[]) => {
      for (const name of names) await eventually(line(new RegExp(`\\| ${name} handled`)), 60_000);
    },
    stop: async () => {
      child.kill('SIGINT');
      await once(child, 'close');
    },
  };
}

/** Sends one real event to a handler of each trigger. */
export async function sendOneEach(url: string, given: unknown): Promise<void> {
  const { Visits: to } = outputs.parse(given);
  const settings = clientSettings(url);
  const sqs = new SQSClient(settings);
  await sqs.send(new SendMessageCommand({ QueueUrl: to.SqsVisitsQueueUrl, MessageBody: BODY }));
  await sqs.send(
    new SendMessageCommand({ QueueUrl: to.FifoVisitsQueueUrl, MessageBody: BODY, MessageGroupId: 'a' }),
  );
  const item = { TableName: to.StreamVisitsTableName, Item: { Id: { S: '1' } } };
  await new DynamoDBClient(settings).send(new PutItemCommand(item));
  const object = { Bucket: to.S3VisitsBucketName, Key: '1', Body: 'one' };
  await new S3Client({ ...settings, forcePathStyle: true }).send(new PutObjectCommand(object));
  for (const address of [`${to.RestVisitsApiUrl}rest-visits`, `${to.HttpVisitsUrl}http-visits`]) {
    const answer = await fetch(address, { method: 'POST', body: BODY });
    if (answer.status !== 201) throw new Error(`${address} answered ${answer.status}`);
  }
  await new SNSClient(settings).send(new PublishCommand({ TopicArn: to.SnsVisitsTopicArn, Message: BODY }));
  const event = { Source: 'visits', DetailType: 'EventVisits', Detail: BODY };
  await new EventBridgeClient(settings).send(new PutEventsCommand({ Entries: [event] }));
  await new LambdaClient(settings).send(
    new InvokeCommand({ FunctionName: 'task-visits', Payload: Buffer.from(BODY) }),
  );
  const socket = new WebSocket(to.WebsocketVisitsSocketUrl);
  await once(socket, 'open');
  socket.send(BODY);
  await once(socket, 'message');
  socket.close();
}
