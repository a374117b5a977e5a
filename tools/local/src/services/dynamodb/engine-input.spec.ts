import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE } from '@hanok/testing';
import fc from 'fast-check';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { createRoles } from '../iam/roles.ts';
import { dynamodbService } from './part.ts';

const place = { region: 'us-east-1', accountId: '000000000000' };
const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/';

/** What reached the engine: its headers and its body. */
let asked: { path: string | undefined; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
let engine: Server;
let gateway: Gateway;
let authorization: string;
beforeAll(async () => {
  engine = createServer((request, response) => {
    void text(request).then((body) => {
      asked.push({ path: request.url, headers: request.headers, body });
      response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
    });
  });
  await once(engine.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
  const roles = createRoles(place);
  const Statement = { Effect: 'Allow', Action: 'dynamodb:*', Resource: [`${ARN}mine`, `${ARN}mine/index/*`] };
  const policy = policyDocument.parse({ Version: '2012-10-17', Statement });
  roles.add({
    name: 'owner',
    arn: 'arn:aws:iam::000000000000:role/owner',
    policies: new Map([['own', policy]]),
  });
  const { accessKeyId } = roles.credentialsFor('owner', 'owner');
  authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  gateway = await startGateway({ port: 0, services: [dynamodbService(place, endpoint)], ...roles });
});
afterAll(async () => {
  await gateway.stop();
  engine.close();
  engine.closeAllConnections();
});

async function call(operation: string, body: string, headers: Record<string, string> = {}, path = '/') {
  asked = [];
  const target = { 'x-amz-target': `DynamoDB_20120810.${operation}` };
  const init = { method: 'POST', headers: { ...target, authorization, ...headers }, body };
  const response = await fetch(`${gateway.url}${path}`, init);
  return { status: response.status, text: await response.text() };
}

/** The tables that an engine would touch for a body, as it reads it for an operation. */
function tablesOf(operation: string, body: string): unknown[] {
  const input: unknown = JSON.parse(body);
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return ['no object'];
  const members = new Map<string, unknown>(Object.entries(input));
  if (operation.startsWith('Batch')) return Object.keys(members.get('RequestItems') ?? {});
  if (!operation.startsWith('Transact'))
    return [members.get(operation === 'ListTagsOfResource' ? 'ResourceArn' : 'TableName')];
  return [members.get('TransactItems')]
    .flat()
    .flatMap((item) =>
      Object.values(Object(item)).map((part) =>
        new Map<string, unknown>(Object.entries(Object(part))).get('TableName'),
      ),
    );
}

describe('the engine', () => {
  it('gets what was read of a call: no path, no header of the client and no bytes', async () => {
    const body = '{"TableName":"theirs" , "TableName":"mine","Limit":1}';
    await call(
      'Scan',
      body,
      { 'x-evil': '1', 'x-amz-target': 'DynamoDB_20120810.Scan' },
      '//host/path?query',
    );
    expect(asked).toEqual([
      {
        path: '/',
        headers: {
          host: expect.any(String),
          connection: 'keep-alive',
          'content-type': 'application/x-amz-json-1.0',
          'content-length': '30',
          'x-amz-target': 'DynamoDB_20120810.Scan',
          'x-amz-date': expect.any(String),
          authorization: expect.stringContaining('Credential=local/'),
        },
        body: '{"TableName":"mine","Limit":1}',
      },
    ]);
  });

  it('gets one kind for each item of a transaction; several or none are refused', async () => {
    const part = { TableName: 'mine' };
    const ask = (item: object) => call('TransactWriteItems', JSON.stringify({ TransactItems: [item] }));
    await ask({ Put: part, Update: null, Get: { TableName: 'theirs' }, put: part });
    expect(asked.map(({ body }) => body)).toEqual(['{"TransactItems":[{"Put":{"TableName":"mine"}}]}']);
    for (const item of [{ Put: part, Delete: { TableName: 'theirs' } }, {}, { put: part }]) {
      const { status, text: answer } = await ask(item);
      expect([status, answer]).toEqual([400, expect.stringContaining('can only contain one of Check, Put')]);
      expect(asked).toEqual([]);
    }
  });

  it.each([
    ['Scan', '{"TableName":"mine","TransactItems":[]}', 200],
    ['Scan', '{"TableName":"theirs","TransactItems":[]}', 400],
    ['Scan', '{"TransactItems":[]}', 400],
    ['Scan', '["mine"]', 400],
    ['Scan', '"mine"', 400],
    ['Scan', '{"TableName":["mine"]}', 400],
    ['Scan', '{"TableName":"arn:aws:dynamodb:eu-west-1:000000000000:table/mine"}', 400],
    ['Scan', `{"TableName":"${ARN}mine"}`, 200],
    ['Scan', `{"TableName":"${ARN}mine/index/i"}`, 400],
    ['GetItem', '{"TableName":"theirs","IndexName":"i"}', 400],
    ['GetItem', '{"TableName":"mine","IndexName":"i","RequestItems":{}}', 200],
    ['TransactWriteItems', '{"TransactItems":[]}', 400],
    ['TransactWriteItems', '{"TransactItems":[["mine"]]}', 400],
    ['TransactGetItems', '{"TransactItems":[{"Get":["theirs"]}]}', 400],
    ['BatchGetItem', '{"RequestItems":{}}', 400],
    ['BatchGetItem', '{"RequestItems":[["theirs"]]}', 400],
    ['BatchGetItem', `{"RequestItems":{"mine":{},"${ARN}mine":{}}}`, 400],
    ['BatchGetItem', '{"RequestItems":{"mine":{},"__proto__":{}}}', 200],
    ['ListTagsOfResource', '{"ResourceArn":"arn:aws:dynamodb:dynoxide:000000000000:table/mine"}', 400],
    ['ListTagsOfResource', '{"ResourceArn":"mine"}', 400],
    ['ExecuteStatement', '{"Statement":"SELECT * FROM mine"}', 501],
    ['scan', '{"TableName":"mine"}', 501],
    ['Scan.GetItem', '{"TableName":"mine"}', 501],
  ])('is asked for %s of %s only when that is allowed: %i', async (operation, body, status) => {
    expect((await call(operation, body)).status).toBe(status);
    expect(asked.length > 0).toBe(status === 200);
  });

  it(`never touches a table that the role may not use ${SEED_NOTE}`, async () => {
    const name = fc.constantFrom<unknown[]>(
      ...['mine', 'theirs', `${ARN}mine`, `${ARN}theirs`, 'arn:aws:dynamodb:x:1:table/theirs', '', null, 5],
      ...[
        ['theirs'],
        { S: 'theirs' },
        `${ARN}theirs/../mine`,
        `${ARN}mine/index/theirs`,
        'theirs\0',
        '__proto__',
      ],
    );
    const part = fc.dictionary(fc.constantFrom('TableName', 'tableName', 'IndexName'), name, { maxKeys: 3 });
    const item = fc.oneof(
      fc.dictionary(fc.constantFrom('Put', 'Get', 'Delete', 'put', 'Update', 'ConditionCheck'), part, {
        minKeys: 1,
        maxKeys: 2,
      }),
      fc.array(part, { maxLength: 2 }),
    );
    const value: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
      TableName: name,
      tablename: name,
      IndexName: name,
      ResourceArn: name,
      RequestItems: fc.oneof(fc.dictionary(name.map(String), fc.constant({})), fc.array(name)),
      TransactItems: fc.oneof(fc.array(item, { maxLength: 3 }), item),
    };
    const member = fc
      .constantFrom(...Object.keys(value))
      .chain((key) => fc.tuple(fc.constant(key), value[key] ?? name));
    const operations = [
      ...['GetItem', 'PutItem', 'Scan', 'Query', 'DescribeTable', 'DeleteTable', 'ListTagsOfResource'],
      ...['BatchGetItem', 'BatchWriteItem', 'TransactGetItems', 'TransactWriteItems'],
    ];
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...operations),
        fc.array(member, { minLength: 1, maxLength: 4 }),
        async (operation, members) => {
          const texts = members.map(([key, each]) => `${JSON.stringify(key)}:${JSON.stringify(each)}`);
          await call(operation, `{${texts.join(',')}}`);
          reached += asked.length;
          const touched = asked.flatMap(({ body }) => tablesOf(operation, body));
          expect(
            touched.filter(
              (table) => !/^(mine|arn:aws:dynamodb:dynoxide:\d+:table\/mine)$/.test(String(table)),
            ),
          ).toEqual([]);
        },
      ),
      { numRuns: runs(3_000), seed: SEED },
    );
    expect(reached).toBeGreaterThan(0);
  });
});
