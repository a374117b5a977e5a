import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { gameStack, type Resources } from './game-stack.fixture.ts';
import { recordingParts } from './recording-parts.fixture.ts';

/** Nothing listens there: a refused template must not come to a call. */
const nowhere = { ...clientSettings('http://127.0.0.1:9'), maxAttempts: 1 };

const set = (id: string, properties: Record<string, unknown>) => (resources: Resources) =>
  void Object.assign(resources[id]?.Properties ?? {}, properties);

describe('deploy', () => {
  const refuse = (change: (resources: Resources) => void) => {
    const { deploy, made } = recordingParts({
      region: 'us-east-1',
      accountId: '000000000000',
      gatewayUrl: 'http://127.0.0.1:9',
      dynamodb: new DynamoDBClient(nowhere),
      sqs: new SQSClient(nowhere),
    });
    return { refused: deploy([gameStack(change)]), made };
  };

  it.each<[string, (resources: Resources) => void, string]>([
    [
      'a type',
      (resources) => Object.assign(resources, { Topic: { Type: 'AWS::SES::Template', Properties: {} } }),
      'Game.Topic: type AWS::SES::Template is not supported by the local stack',
    ],
    [
      'a property',
      set('Queue', { RedriveAllowPolicy: { redrivePermission: 'allowAll' } }),
      'Game.Queue: AWS::SQS::Queue property "RedriveAllowPolicy" is not supported by the local stack',
    ],
    [
      'a property within a property',
      set('Function', { Code: { ImageUri: 'x' } }),
      'Game.Function: AWS::Lambda::Function property "Code.ImageUri" is not supported by the local stack',
    ],
    [
      'a property beside an intrinsic function',
      set('Table', { KeySchema: [{ AttributeName: { 'Fn::Sub': 'x' }, KeyType: 'HASH', Order: 1 }] }),
      'Game.Table: AWS::DynamoDB::Table property "KeySchema.0.Order" is not supported by the local stack',
    ],
  ])('refuses %s that it does not know by name, before anything is made', async (_, change, problem) => {
    const { refused, made } = refuse(change);
    await expect(refused).rejects.toThrow(problem);
    expect(made.functions).toEqual([]);
    expect(made.logGroups).toEqual([]);
  });
});
