import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { membersOf } from '../model-members.fixture.ts';
import { type DynamodbStack, PLAYERS, startDynamodbStack } from './dynamodb-stack.fixture.ts';
import { dynamodbService } from './part.ts';
import { PARAMETERS } from './parameters.ts';

let stack: DynamodbStack;
beforeAll(async () => void (stack = await startDynamodbStack()));
afterAll(() => stack.stop());

const service = dynamodbService({ region: 'eu-west-1', accountId: '111122223333' }, 'http://127.0.0.1:1');
const operations = [...service.operations].sort();
const refused = operations.flatMap((operation) =>
  (PARAMETERS[operation]?.refused ?? []).map((name): [string, string] => [operation, name]),
);

describe('the parameters of DynamoDB', () => {
  it.each(operations)('of %s are those of its model, each kept or refused', (operation) => {
    const { kept = [], refused: others = [] } = PARAMETERS[operation] ?? {};
    const client = `${operation}$` in dynamodb ? dynamodb : streams;
    expect([...kept, ...others].sort()).toEqual(membersOf({ ...client }, operation));
  });

  it('are listed for no other operation', () => {
    expect(Object.keys(PARAMETERS).sort()).toEqual(operations);
  });

  it.each(refused)('of %s are refused by their name: %s', async (operation, name) => {
    const target = `${`${operation}$` in dynamodb ? 'DynamoDB' : 'DynamoDBStreams'}_20120810.${operation}`;
    const response = await fetch(stack.gateway.url, {
      method: 'POST',
      headers: { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({ ...PLAYERS, [name]: {} }),
    });
    expect(await response.json()).toMatchObject({
      __type: expect.stringContaining('#ValidationException'),
      message: `The local stack does not support the parameter ${name} of ${operation}`,
    });
    const { TableNames } = await stack.dynamodb.send(new dynamodb.ListTablesCommand({}));
    expect(TableNames).toEqual([]);
  });
});
