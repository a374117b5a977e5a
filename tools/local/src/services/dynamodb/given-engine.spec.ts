import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type Dynoxide, startDynoxide } from '@hanok/engines';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { openGateway } from '../../gateway/gateway.ts';
import type { Place } from '../../stack/part.ts';
import type { Json } from '../../template/template.ts';
import { PLAYERS, speakAsAws } from './dynamodb-stack.fixture.ts';
import { dynamodb } from './part.ts';
import { dynamodbTable } from './resources/dynamodb-table.ts';
import { sweepExpired } from './ttl-sweep.ts';

const { StreamSpecification, ...WITHOUT_STREAM } = PLAYERS;
const { StreamViewType } = StreamSpecification;
const template = (TableName: string) => ({
  ...WITHOUT_STREAM,
  TableName,
  StreamSpecification: { StreamViewType },
});

let dynoxide: Dynoxide;
let aws: { url: string; close(): Promise<void> };
beforeAll(async () => {
  dynoxide = await startDynoxide();
  aws = await speakAsAws(dynoxide.endpoint);
});
afterAll(async () => {
  await aws.close();
  await dynoxide.stop();
});

/** DynamoDB of a stack that was given the engine, with what it says. */
async function openOn(endpoint: string, rules: { reset?: boolean; keepsTables?: boolean } = {}) {
  const gateway = await openGateway(0);
  const notices: string[] = [];
  const place: Place = {
    ...{ region: 'us-east-1', accountId: '000000000000', gatewayUrl: gateway.url, clock: createClock() },
    statePath: (name) => name,
    onLine: () => undefined,
    onNotice: (text) => notices.push(text),
    dynamodb: { endpoint, reset: false, keepsTables: true, ...rules },
  };
  const opened = await dynamodb.open(place, {});
  const services = opened.service === undefined ? [] : [opened.service];
  gateway.serve({ services, callerOf: () => ({ kind: 'external' }), authorize: () => undefined });
  const resource = { stackName: 'Game', logicalId: 'Players', place, zipFile: (key: string) => key };
  return {
    notices,
    uses: opened.uses,
    make: (properties: Json) => dynamodbTable.create(properties, resource, opened.uses),
    stop: async () => {
      await opened[Symbol.asyncDispose]();
      await gateway.stop();
    },
  };
}

/** Another user of the same engine. */
function anotherUser() {
  const client = new DynamoDBClient(clientSettings(dynoxide.endpoint));
  return {
    create: (input: CreateTableCommandInput) => client.send(new CreateTableCommand(input)),
    tables: async () => (await client.send(new ListTablesCommand())).TableNames ?? [],
    put: (TableName: string, name: string, ttl = 0) =>
      client.send(new PutItemCommand({ TableName, Item: { name: { S: name }, ttl: { N: String(ttl) } } })),
    names: async (TableName: string) =>
      ((await client.send(new ScanCommand({ TableName }))).Items ?? []).map(({ name }) => name?.S),
    streamOf: async (TableName: string) =>
      (await client.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamLabel,
    close: () => client.destroy(),
  };
}

describe.each(['dynoxide', 'an engine that speaks as AWS does'])(
  'tables of templates in %s that was given',
  (kind) => {
    const endpoint = () => (kind === 'dynoxide' ? dynoxide.endpoint : aws.url);
    const named = (name: string) => `${kind === 'dynoxide' ? 'one' : 'two'}-${name}`;
    let other: ReturnType<typeof anotherUser>;
    beforeAll(() => void (other = anotherUser()));
    afterAll(() => other.close());

    it('are made with the stack’s ARNs, and are used again by the next stack, with what they hold', async () => {
      const table = template(named('kept'));
      const first = await openOn(endpoint());
      const { ref, attributes } = await first.make(table);
      expect(attributes).toEqual({
        Arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${ref}`,
        StreamArn: expect.stringMatching(
          /^arn:aws:dynamodb:us-east-1:000000000000:table\/.+\/stream\/[\dT:.-]+$/,
        ),
      });
      await other.put(table.TableName, 'kim');
      await first.stop();
      const second = await openOn(endpoint());
      expect(await second.make(table)).toEqual({ ref, attributes });
      expect(await other.names(table.TableName)).toEqual(['kim']);
      await second.stop();
    });

    it('of a stack that keeps nothing begin empty and go with it, and other tables stay', async () => {
      const table = template(named('brief'));
      await other.create({ ...PLAYERS, TableName: named('theirs') });
      const stack = await openOn(endpoint(), { keepsTables: false });
      await stack.make(table);
      await stack.stop();
      expect(await other.tables()).not.toContain(table.TableName);
      expect(await other.tables()).toContain(named('theirs'));
      const next = await openOn(endpoint(), { keepsTables: false });
      await expect(next.make(template(named('theirs')))).rejects.toThrow(
        `table ${named('theirs')} exists in the DynamoDB engine at ${endpoint()}, and this stack begins with empty tables. Delete it in the engine, or give another engine`,
      );
      await next.stop();
      expect(await other.tables()).toContain(named('theirs'));
    });

    it('are deleted by a reset when a stack made them, which says so, and are not when another user did', async () => {
      const table = template(named('mine'));
      const first = await openOn(endpoint());
      await first.make(table);
      await other.put(table.TableName, 'old');
      await first.stop();
      await other.create({ ...PLAYERS, TableName: named('yours') });
      const second = await openOn(endpoint(), { reset: true });
      await second.make(table);
      expect(await other.names(table.TableName)).toEqual([]);
      expect(second.notices).toContain(
        `--reset deletes the table ${table.TableName} of the DynamoDB engine at ${endpoint()}`,
      );
      await expect(second.make(template(named('yours')))).rejects.toThrow('and no local stack made it');
      await second.stop();
      expect(await other.tables()).toEqual(expect.arrayContaining([named('yours'), table.TableName]));
    });

    it.each<[string, Json, string]>([
      [
        'key',
        { ...template(''), KeySchema: [{ AttributeName: 'team', KeyType: 'HASH' }] },
        'the key name S (HASH) and the template says team S (HASH)',
      ],
      [
        'index',
        { ...template(''), GlobalSecondaryIndexes: [] },
        'another index by-team than the template says',
      ],
      [
        'stream',
        { ...template(''), StreamSpecification: { StreamViewType: 'KEYS_ONLY' } },
        'a stream of NEW_AND_OLD_IMAGES and the template says a stream of KEYS_ONLY',
      ],
      [
        'stream that is none',
        WITHOUT_STREAM,
        'a stream of NEW_AND_OLD_IMAGES and the template says no stream',
      ],
    ])(
      'are not changed when the template has another %s: the table, the difference and the remedy are named',
      async (what, changed, words) => {
        const TableName = named(`other-${what.replaceAll(' ', '-')}`);
        const first = await openOn(endpoint());
        await first.make(template(TableName));
        const before = await other.streamOf(TableName);
        await first.stop();
        const second = await openOn(endpoint());
        await expect(second.make({ ...Object(changed), TableName })).rejects.toThrow(
          `table ${TableName} exists in the DynamoDB engine at ${endpoint()} with ${words}. Start with --reset to delete it and make it anew`,
        );
        await second.stop();
        expect(await other.streamOf(TableName)).toBe(before);
      },
    );

    it('are the only ones from which expired items are deleted', async () => {
      const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true };
      const [stack, neighbour] = [await openOn(endpoint()), await openOn(endpoint())];
      const expired = Math.floor(Date.now() / 1000) - 60;
      for (const [each, name] of [
        [stack, named('swept')],
        [neighbour, named('unswept')],
      ] as const) {
        await each.make({ ...template(name), TimeToLiveSpecification });
        await other.put(name, 'expired', expired);
      }
      const tables = stack.uses.given?.names() ?? [];
      expect(await sweepExpired({ client: stack.uses.client, tables, clock: createClock() })).toBe(1);
      expect(await other.names(named('unswept'))).toEqual(['expired']);
      await stack.stop();
      await neighbour.stop();
    });
  },
);

it('a table that needs a stream is refused by name in an engine that makes none', async () => {
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const { authorization = '', 'x-amz-target': target } = request.headers;
      const type = 'application/x-amz-json-1.0';
      const signed = { authorization, 'x-amz-date': '20260101T000000Z' };
      const headers = { ...signed, 'x-amz-target': String(target), 'content-type': type };
      const answer = await fetch(dynoxide.endpoint, { method: 'POST', headers, body });
      const output = (await answer.text()).replace(/,?"LatestStream\w+":"[^"]*"/g, '');
      response.writeHead(answer.status, { 'content-type': type }).end(output);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stack = await openOn(endpoint, { keepsTables: false });
  await stack.make({ ...WITHOUT_STREAM, TableName: 'plain' });
  await expect(stack.make(template('streamed'))).rejects.toThrow(
    `the DynamoDB engine at ${endpoint} made no stream for the table streamed. Give an engine that has DynamoDB Streams`,
  );
  await stack.stop();
  server.close();
  server.closeAllConnections();
});
