import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { eventually } from '@hanok/testing';
import { type AssemblyCopy, copyAssembly, replaceCode, resourceWith } from './assembly-copy.fixture.ts';
import { clientConfig, type GomokuStack, startGomoku } from './gomoku-stack.fixture.ts';

let copy: AssemblyCopy | undefined;
let stack: GomokuStack | undefined;
afterEach(async () => {
  await stack?.stop();
  copy?.remove();
  stack = undefined;
});

async function startChanged(change: Parameters<typeof copyAssembly>[0]): Promise<GomokuStack> {
  copy = copyAssembly(change);
  stack = await startGomoku(copy.folder);
  return stack;
}

const credentials = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});
const tellKeys = `exports.handler = async () => ({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
});`;

describe('a function of the stack', () => {
  it('may not do what its role does not allow: the message comes back until it is a dead letter', async () => {
    const { gomoku, logOf } = await startChanged((resources) => {
      const [, role] = resourceWith(resources, 'AWS::IAM::Policy', 'dynamodb:UpdateItem');
      role.Properties = JSON.parse(
        JSON.stringify(role.Properties).replace('dynamodb:UpdateItem', 'dynamodb:Query'),
      );
    });
    const body = JSON.stringify({ PlayerName: 'Denied', WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
    await gomoku.send(body);
    await eventually(async () => expect(await gomoku.deadLetter()).toBe(body));
    const failures = logOf('game-sqs-process').filter((line) => line.includes('message failed'));
    expect(failures).toHaveLength(5);
    for (const line of failures) {
      expect(line).toContain('AccessDeniedException');
      expect(line).toContain('is not authorized to perform: dynamodb:UpdateItem');
    }
    expect(await gomoku.player('Denied')).toBeUndefined();
  });

  it('has keys that open nothing which its role does not name', async () => {
    const { url, gomoku, clients } = await startChanged((resources, changed) =>
      replaceCode(changed, resourceWith(resources, 'AWS::Lambda::Function', '"game-rank-reader"'), tellKeys),
    );
    const invoke = new InvokeCommand({ FunctionName: 'game-rank-reader' });
    const { Payload } = await clients.lambda.send(invoke);
    const keys = credentials.parse(JSON.parse(Payload?.transformToString() ?? ''));
    const config = { ...clientConfig(url), credentials: keys };
    const { PlayerTableName: TableName, GameResultQueueUrl: QueueUrl } = gomoku.outputs;
    const read = new GetItemCommand({ TableName, Key: { PlayerName: { S: 'SomeName' } } });
    const denied = { name: expect.stringContaining('AccessDenied') };
    await expect(new DynamoDBClient(config).send(read)).rejects.toMatchObject(denied);
    const receive = new ReceiveMessageCommand({ QueueUrl });
    await expect(new SQSClient(config).send(receive)).rejects.toMatchObject(denied);
    expect((await clients.dynamodb.send(read)).$metadata.httpStatusCode).toBe(200);
  });
});

describe('a template', () => {
  it('is refused for a type of resource that the stack does not have, by name', async () => {
    const started = startChanged((resources) =>
      Object.assign(resources, { Topic: { Type: 'AWS::SES::Template', Properties: {} } }),
    );
    await expect(started).rejects.toThrow('Gomoku.Topic: type AWS::SES::Template is not supported');
  });

  it('is refused for a property that the stack does not support, by name', async () => {
    const started = startChanged((resources) => {
      const [, queue] = resourceWith(resources, 'AWS::SQS::Queue', '"game-result-queue"');
      Object.assign(queue.Properties ?? {}, { RedriveAllowPolicy: { redrivePermission: 'denyAll' } });
    });
    await expect(started).rejects.toThrow(
      /^Gomoku\.GameResultQueue\w+: AWS::SQS::Queue property "RedriveAllowPolicy/,
    );
  });
});
