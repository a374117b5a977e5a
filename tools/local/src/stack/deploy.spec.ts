import { DescribeTableCommand, DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startDynoxide } from '@hanok/engines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { createClock } from '../clock.ts';
import { startQueueEngine } from '../services/sqs/queue-engine.ts';
import { serveService } from '../gateway/serve-service.fixture.ts';
import { createSqsService } from '../services/sqs/sqs-service.ts';
import { type Json, template } from '../template/template.ts';
import { gameStack, type Resources } from './game-stack.fixture.ts';
import { recordingParts } from './recording-parts.fixture.ts';

const REGION = 'us-east-1';
const ACCOUNT_ID = '000000000000';

const set = (id: string, properties: Resources[string]['Properties']) => (resources: Resources) =>
  void Object.assign(resources[id]?.Properties ?? {}, properties);
const policyWith = (Condition: Json) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*', Condition }],
});

describe('deploy', () => {
  let dynamodb: DynamoDBClient;
  let sqs: SQSClient;
  let gatewayUrl = '';
  const stops: (() => unknown)[] = [];
  beforeAll(async () => {
    const tables = await startDynoxide();
    const engine = await startQueueEngine({ clock: createClock(), region: REGION, accountId: ACCOUNT_ID });
    const queues = await serveService((baseUrl) =>
      createSqsService({ engine, baseUrl, region: REGION, accountId: ACCOUNT_ID }),
    );
    dynamodb = new DynamoDBClient(clientSettings(tables.endpoint));
    sqs = new SQSClient(clientSettings(queues.url));
    gatewayUrl = queues.url;
    stops.push(
      queues.close,
      engine.stop,
      tables.stop,
      () => dynamodb.destroy(),
      () => sqs.destroy(),
    );
  });
  afterAll(() => Promise.all(stops.map((stop) => stop())));

  const parts = () => recordingParts({ region: REGION, accountId: ACCOUNT_ID, gatewayUrl, dynamodb, sqs });

  it('makes what the template says and answers its outputs', async () => {
    const { outputs } = await parts().deploy([gameStack()]);
    const table = await dynamodb.send(new DescribeTableCommand({ TableName: 'Players' }));
    const expiry = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'Players' }));
    const attributes = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: `${gatewayUrl}/${ACCOUNT_ID}/results`,
        AttributeNames: ['All'],
      }),
    );
    expect(table.Table?.KeySchema).toEqual([{ AttributeName: 'PlayerName', KeyType: 'HASH' }]);
    expect(expiry.TimeToLiveDescription).toEqual({ AttributeName: 'ExpiresAt', TimeToLiveStatus: 'ENABLED' });
    expect(attributes.Attributes).toMatchObject({ VisibilityTimeout: '360' });
    expect(JSON.parse(attributes.Attributes?.['RedrivePolicy'] ?? '')).toEqual({
      deadLetterTargetArn: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:dead-letters`,
      maxReceiveCount: 5,
    });
    expect(outputs['Game']).toEqual({
      QueueUrl: `${gatewayUrl}/${ACCOUNT_ID}/results`,
      TableName: 'Players',
      ApiUrl: expect.stringMatching(new RegExp(`^${gatewayUrl}/_aws/execute-api/[0-9a-f]{10}/prod/$`)),
      Redis: '127.0.0.1:6400',
    });
  });

  it('describes the function, its mappings and its API to the parts that run them', async () => {
    const { deploy, made } = parts();
    await deploy([gameStack()]);
    const table = await dynamodb.send(new DescribeTableCommand({ TableName: 'Players' }));
    expect(made.functions).toEqual([
      {
        name: 'reader',
        arn: `arn:aws:lambda:${REGION}:${ACCOUNT_ID}:function:reader`,
        zipFile: '/assembly/asset.abc.zip',
        handler: 'main.handler',
        runtime: 'nodejs24.x',
        memorySizeMb: 128,
        timeoutSeconds: 60,
        environment: { TABLE: 'Players', REDIS: '127.0.0.1' },
        roleName: 'Game-Role',
        roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/Game-Role`,
        logGroup: '/aws/lambda/reader',
      },
    ]);
    expect(made.sqsMappings).toMatchObject([
      {
        functionName: 'reader',
        queueUrl: `${gatewayUrl}/${ACCOUNT_ID}/results`,
        reportBatchItemFailures: true,
      },
    ]);
    expect(made.streamMappings).toMatchObject([
      {
        config: {
          eventSourceArn: table.Table?.LatestStreamArn,
          startingPosition: 'TRIM_HORIZON',
          batchSize: 100,
        },
        onFailureArn: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:dead-letters`,
      },
    ]);
    expect(made.restApis).toMatchObject([
      {
        api: {
          name: 'GameAPI',
          stages: [{ name: 'prod', throttling: { rateLimit: 100, burstLimit: 200 } }],
          routes: [
            { httpMethod: 'GET', resourcePath: '/ranking/{player}', integration: { functionName: 'reader' } },
          ],
        },
        accessLogs: { prod: { logGroup: '/access', format: '$context.requestId' } },
      },
    ]);
    expect(made.logGroups).toEqual([
      ['/aws/lambda/reader', 30],
      ['/access', undefined],
    ]);
  });

  it('gives the role of the function its policy', async () => {
    const { deploy, roles } = parts();
    await deploy([gameStack()]);
    const caller = roles.callerOf(roles.credentialsFor('reader', 'Game-Role').accessKeyId);
    const table = `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/Players`;
    expect(roles.authorize(caller, [{ action: 'dynamodb:PutItem', resource: table }])).toBeUndefined();
    expect(roles.authorize(caller, [{ action: 'dynamodb:GetItem', resource: table }])).toMatchObject({
      action: 'dynamodb:GetItem',
    });
  });

  it('says the same when it is repeated, as after a restart, and makes nothing twice', async () => {
    const [first, second] = [parts(), parts()];
    const outputs = await first.deploy([gameStack()]);
    expect(await second.deploy([gameStack()])).toEqual(outputs);
    expect(second.made).toEqual(first.made);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(2);
  });

  it('brings an existing queue and table to a changed template', async () => {
    await parts().deploy([gameStack()]);
    const changed = gameStack((resources) => {
      delete resources['Queue']?.Properties['RedrivePolicy'];
      Object.assign(resources['Queue']?.Properties ?? {}, { VisibilityTimeout: 90 });
      delete resources['Table']?.Properties['TimeToLiveSpecification'];
    });
    await parts().deploy([changed]);
    const expiry = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: 'Players' }));
    const queue = { QueueUrl: `${gatewayUrl}/${ACCOUNT_ID}/results` };
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ ...queue, AttributeNames: ['All'] }),
    );
    expect(expiry.TimeToLiveDescription?.TimeToLiveStatus).toBe('DISABLED');
    expect(Attributes).toMatchObject({ VisibilityTimeout: '90' });
    expect(Attributes).not.toHaveProperty('RedrivePolicy');
  });

  it('refuses another key for an existing table, and names the way out', async () => {
    await parts().deploy([gameStack()]);
    const changed = gameStack((resources) => {
      Object.assign(resources['Table']?.Properties ?? {}, {
        AttributeDefinitions: [{ AttributeName: 'Id', AttributeType: 'N' }],
        KeySchema: [{ AttributeName: 'Id', KeyType: 'HASH' }],
      });
    });
    await expect(parts().deploy([changed])).rejects.toThrow(
      'Game.Table: AWS::DynamoDB::Table: table Players has the key PlayerName S (HASH) and the template says ' +
        'Id N (HASH): start with --reset to make it anew',
    );
  });

  it.each<[string, (resources: Resources) => void, string]>([
    [
      'a zip that is not in the cloud assembly',
      set('Function', { Code: { S3Bucket: 'assets', S3Key: 'def.zip' } }),
      'Game.Function: AWS::Lambda::Function: property "Code.S3Key" names no asset of the cloud assembly: def.zip',
    ],
    [
      'a property of streams on a queue',
      set('QueueMapping', { StartingPosition: 'LATEST' }),
      'Game.QueueMapping: AWS::Lambda::EventSourceMapping: property "StartingPosition" does not apply to a queue',
    ],
    [
      'a stream without a starting position',
      (resources) => void delete resources['StreamMapping']?.Properties['StartingPosition'],
      'property "StartingPosition" is missing',
    ],
    [
      'a managed policy of a function',
      set('Role', { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }),
      'Game.Role: AWS::IAM::Role property "ManagedPolicyArns" is invalid',
    ],
    [
      'a condition operator that is not evaluated',
      set('Policy', { PolicyDocument: policyWith({ DateLessThan: { 'aws:CurrentTime': '2026-01-01' } }) }),
      'condition operator "DateLessThan" is not supported by the local stack',
    ],
    [
      'a queue policy for no service',
      (resources) =>
        Object.assign(resources, {
          QueuePolicy: {
            Type: 'AWS::SQS::QueuePolicy',
            Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policyWith({}) },
          },
        }),
      'Game.QueuePolicy: AWS::SQS::QueuePolicy property "PolicyDocument.Statement.0.Principal" is invalid',
    ],
    [
      'a method whose function API Gateway may not invoke',
      set('Permission', { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*' }),
      'GET /ranking/{player} of stage prod: no permission lets API Gateway invoke reader',
    ],
    [
      'a value out of range',
      set('Queue', { VisibilityTimeout: 43_201 }),
      'property "VisibilityTimeout" is invalid',
    ],
  ])('refuses %s', async (_, change, problem) => {
    await expect(parts().deploy([gameStack(change)])).rejects.toThrow(problem);
  });

  it('leaves out resources and outputs whose condition does not hold', async () => {
    const { deploy, made } = parts();
    const stack = template.parse({
      Conditions: {
        Abroad: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'mars-1'] },
        Here: { 'Fn::Not': [{ Condition: 'Abroad' }] },
      },
      Resources: {
        Kept: { Type: 'AWS::Logs::LogGroup', Condition: 'Here', DependsOn: 'Left' },
        Left: { Type: 'AWS::Logs::LogGroup', Condition: 'Abroad' },
      },
      Outputs: {
        Kept: { Value: { Ref: 'Kept' }, Condition: 'Here' },
        Left: { Value: { Ref: 'Left' }, Condition: 'Abroad' },
      },
    });
    const stacks = [{ name: 'Log', template: stack, assets: new Map<string, string>() }];
    const { outputs } = await deploy(stacks);
    expect(outputs).toEqual({ Log: { Kept: 'Log-Kept' } });
    expect(made.logGroups).toEqual([['Log-Kept', undefined]]);
  });

  it('tells what it ignores, with the reason', async () => {
    const { ignored } = await parts().deploy([gameStack()]);
    expect(ignored).toContainEqual({
      what: 'AWS::ApiGateway::Account',
      count: 1,
      reason: 'the stack writes its access logs itself',
    });
    expect(ignored).toContainEqual({
      what: 'AWS::SQS::Queue SqsManagedSseEnabled',
      count: 1,
      reason: "queues are kept on the laptop's own disk",
    });
  });
});
