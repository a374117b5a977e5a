import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { writeBucketAssembly } from './bucket-assembly.fixture.ts';
import { clientConfig } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:matches';
const FUNCTION = { 'Fn::GetAtt': ['Function', 'Arn'] };

/** Says what it got of whom, and fails for what asks it to. */
const handler = `
exports.handler = async (event) => {
  const text = event.Records ? event.Records[0].Sns.Message : JSON.stringify(event.detail);
  console.log('GOT ' + (event.source ?? event.Records[0].EventSource) + ' ' + text);
  if (text.includes('fail')) throw new Error('no match');
};`;

const permission = (Principal: string, SourceArn: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: FUNCTION, Principal, SourceArn },
});
const statement = { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'Topic' } };
const FilterPolicy = { detail: { type: ['MatchmakingSucceeded'] } };
const more = {
  Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'matches' } },
  TopicPolicy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [{ Ref: 'Topic' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ ...statement, Principal: { Service: 'gamelift.amazonaws.com' } }],
      },
    },
  },
  Subscription: {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      ...{ TopicArn: { Ref: 'Topic' }, Protocol: 'lambda', Endpoint: FUNCTION },
      ...{ FilterPolicy, FilterPolicyScope: 'MessageBody' },
    },
  },
  TopicPermission: permission('sns.amazonaws.com', { Ref: 'Topic' }),
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['my.game'], detail: { players: [{ numeric: ['>=', 2] }] } },
      Targets: [{ Id: 'Target0', Arn: FUNCTION }],
    },
  },
  RulePermission: permission('events.amazonaws.com', { 'Fn::GetAtt': ['Rule', 'Arn'] }),
};

let assembly: ReturnType<typeof writeBucketAssembly>;
let stack: Stack;
const lines: string[] = [];
const got = () =>
  lines.filter((line) => line.includes('GOT ')).map((line) => line.slice(line.indexOf('GOT ')));
beforeAll(async () => {
  assembly = writeBucketAssembly({ handler, more });
  const onLine = ({ line }: { line: string }) => void lines.push(line);
  stack = await startStack({ assembly: assembly.folder, port: 0, clockSpeed: 2000, onLine });
});
afterAll(async () => {
  await stack.stop();
  assembly.remove();
});

describe('a function of a template', () => {
  it('is told by its topic and by its rule, of what their filters let through', async () => {
    await using clients = new AsyncDisposableStack();
    const sns = new SNSClient(clientConfig(stack.url));
    const events = new EventBridgeClient(clientConfig(stack.url));
    for (const client of [sns, events]) clients.defer(() => client.destroy());
    for (const type of ['MatchmakingSearching', 'MatchmakingSucceeded'])
      await sns.send(new PublishCommand({ TopicArn: TOPIC, Message: JSON.stringify({ detail: { type } }) }));
    const Entries = [1, 2].map((players) => ({
      ...{ Source: 'my.game', DetailType: 'Match', Detail: JSON.stringify({ players }) },
    }));
    await events.send(new PutEventsCommand({ Entries }));
    await eventually(() =>
      expect(got().sort()).toEqual([
        'GOT aws:sns {"detail":{"type":"MatchmakingSucceeded"}}',
        'GOT my.game {"players":2}',
      ]),
    );
  });

  it('hands on to its dead-letter queue what it failed', async () => {
    await using clients = new AsyncDisposableStack();
    const [sns, sqs] = [new SNSClient(clientConfig(stack.url)), new SQSClient(clientConfig(stack.url))];
    for (const client of [sns, sqs]) clients.defer(() => client.destroy());
    const Message = JSON.stringify({ detail: { type: 'MatchmakingSucceeded' }, then: 'fail' });
    const { MessageId } = await sns.send(new PublishCommand({ TopicArn: TOPIC, Message }));
    const letter = await eventually(async () => {
      const QueueUrl = `${stack.url}/000000000000/letters`;
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2 }));
      return JSON.parse(Messages?.[0]?.Body ?? '');
    });
    expect(letter.Records).toMatchObject([{ Sns: { MessageId, TopicArn: TOPIC, Message } }]);
  });
});
