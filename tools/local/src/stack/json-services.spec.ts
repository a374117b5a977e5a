import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { DescribeGameSessionQueuesCommand, GameLiftClient } from '@aws-sdk/client-gamelift';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { openStack } from './open-stack.fixture.ts';

const configOf = (endpoint: string) => ({ ...clientSettings(endpoint), maxAttempts: 1 });

/** The simplest call of each client, and its service's `__type` for a body that is no JSON. */
const CALLS: readonly [target: string, type: string, call: (endpoint: string) => Promise<unknown>][] = [
  [
    'DynamoDB_20120810',
    'com.amazon.coral.service#SerializationException',
    (url) => new DynamoDBClient(configOf(url)).send(new ListTablesCommand()),
  ],
  [
    'DynamoDBStreams_20120810',
    'com.amazon.coral.service#SerializationException',
    (url) => new DynamoDBStreamsClient(configOf(url)).send(new ListStreamsCommand({})),
  ],
  [
    'AmazonSQS',
    'com.amazonaws.sqs#SerializationException',
    (url) => new SQSClient(configOf(url)).send(new ListQueuesCommand()),
  ],
  [
    'AWSStepFunctions',
    'SerializationException',
    (url) => new SFNClient(configOf(url)).send(new ListStateMachinesCommand()),
  ],
  [
    'Logs_20140328',
    'SerializationException',
    (url) => new CloudWatchLogsClient(configOf(url)).send(new DescribeLogGroupsCommand()),
  ],
  [
    'AWSEvents',
    'SerializationException',
    (url) => new EventBridgeClient(configOf(url)).send(new ListRulesCommand()),
  ],
  [
    'GameLift',
    'SerializationException',
    (url) => new GameLiftClient(configOf(url)).send(new DescribeGameSessionQueuesCommand()),
  ],
  [
    'GraniteServiceVersion20100801',
    'com.amazonaws.cloudwatch#SerializationException',
    (url) => new CloudWatchClient(configOf(url)).send(new ListMetricsCommand()),
  ],
  [
    'AWSCognitoIdentityProviderService',
    'SerializationException',
    (url) =>
      new CognitoIdentityProviderClient(configOf(url)).send(new ListUserPoolsCommand({ MaxResults: 1 })),
  ],
];

type Recorded = { body: string; headers: Record<string, string> };

/** The request that a client makes, which a server of its own takes in and answers with nothing. */
async function recorded(call: (endpoint: string) => Promise<unknown>): Promise<Recorded> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const called = call(`http://127.0.0.1:${port}`).catch(() => undefined);
  const [request, response] = (await once(server, 'request')) as [
    IncomingMessage,
    { end(): void; statusCode: number },
  ];
  const body = await text(request);
  response.statusCode = 400;
  response.end();
  await called;
  server.close();
  server.closeAllConnections();
  const sent = Object.entries(request.headers).filter(([name]) =>
    /^(authorization|content-type|x-amz-)/.test(name),
  );
  return { body, headers: Object.fromEntries(sent.map(([name, value]) => [name, String(value)])) };
}

let stack: Awaited<ReturnType<typeof openStack>>;
beforeAll(async () => void (stack = await openStack()));
afterAll(() => stack.stop());

const post = (request: Recorded) => fetch(stack.url, { method: 'POST', ...request });

describe('a service that speaks JSON', () => {
  it('stands in this table', () => {
    const targets = stack.services.flatMap((service) => service.targets ?? []);
    expect(CALLS.map(([target]) => target).sort()).toEqual(targets.toSorted());
  });

  it.each(CALLS)('answers calls to %s in the version that its client speaks', async (target, _, call) => {
    const request = await recorded(call);
    expect(request.headers['x-amz-target']).toMatch(new RegExp(`^${target}\\.`));
    expect(request.headers['content-type']).toMatch(/^application\/x-amz-json-1\.[01]$/);
    const response = await post(request);
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 200,
      type: request.headers['content-type'],
    });
  });

  it.each(CALLS)('answers 400 to malformed JSON for %s, with the type %s', async (_, type, call) => {
    const request = await recorded(call);
    const response = await post({ ...request, body: '{"a":' });
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 400,
      type: request.headers['content-type'],
    });
    const answer = await response.text();
    expect(JSON.parse(answer)).toMatchObject({ __type: type });
    // GameLift writes it with a capital letter.
    expect(answer).toMatch(/"[mM]essage":"./);
  });
});
