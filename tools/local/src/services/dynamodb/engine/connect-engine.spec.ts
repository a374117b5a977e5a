import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort, startDynoxide } from '@hanok/engines';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { speakAsAws } from '../dynamodb-stack.fixture.ts';
import { connectEngine } from './connect-engine.ts';
import { EngineEndpointError, readEndpoint } from './endpoint.ts';

const place = { region: 'us-east-1', accountId: '111122223333', gatewayUrl: 'http://127.0.0.1:4566' };
const ONE_LINE = /^.*--dynamodb-endpoint \(or DYNAMODB_ENDPOINT\).*$/;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  ends.push(() => server.close());
  ends.push(() => server.closeAllConnections());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refusalOf(address: string, answerMs?: number): Promise<string> {
  const error = await connectEngine(address, place, answerMs).catch((each: unknown) => each);
  if (!(error instanceof EngineEndpointError)) throw new Error(`expected a refusal, not ${String(error)}`);
  expect(error.message).toMatch(ONE_LINE);
  return error.message;
}

describe('an engine’s address', () => {
  it.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000'],
    ['http://localhost:8000/', 'http://localhost:8000'],
    ['http://[::1]:8000', 'http://[::1]:8000'],
    ['HTTP://engine.test', 'http://engine.test'],
  ])('%s is taken', (text, origin) => expect(readEndpoint(text)).toBe(origin));

  it.each([
    ['', 'no such address'],
    ['8000', 'no such address'],
    ['127.0.0.1:8000', 'no such address'],
    ['localhost:8000', 'no such address'],
    ['redis://127.0.0.1:6379', 'no such address'],
    ['http://127.0.0.1:0', 'no such address'],
    ['http://127.0.0.1:65536', 'no such address'],
    ['https://127.0.0.1:8000', 'https is not supported'],
    ['http://me:secret@127.0.0.1:8000', 'a user name or a password is not supported'],
    ['http://127.0.0.1:8000/shell', 'a path or a query is not supported'],
    ['http://127.0.0.1:8000/?', 'a path or a query is not supported'],
    ['http://127.0.0.1:8000#here', 'a path or a query is not supported'],
  ])('"%s" is refused in one line that names the option, and tells no password', async (text, reason) => {
    const message = await refusalOf(text);
    expect(message).toContain(reason);
    expect(message).toContain('such as http://127.0.0.1:8000');
    expect(message).not.toContain('secret');
  });
});

describe('an engine that cannot be used', () => {
  it('is named with the reason and the remedy when no program listens there', async () => {
    const port = await freePort();
    expect(await refusalOf(`http://127.0.0.1:${port}`)).toBe(
      `The DynamoDB engine at http://127.0.0.1:${port} cannot be used: no program listens there. Start one there, or give its address with --dynamodb-endpoint (or DYNAMODB_ENDPOINT)`,
    );
  });

  const json = { 'content-type': 'application/x-amz-json-1.0' };
  it.each<[string, RequestListener, string]>([
    ['is a web site', (_, response) => response.end('<html>'), 'what listens there is no DynamoDB'],
    [
      'is another service of JSON',
      (_, response) => response.writeHead(404, json).end('{"error":"not found"}'),
      'it answers ListTables with HTTP status 404',
    ],
    [
      'checks its callers',
      (_, response) =>
        response
          .writeHead(400, json)
          .end('{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"token"}'),
      'UnrecognizedClientException',
    ],
    ['hangs up', (request) => request.socket.destroy(), 'socket hang up'],
    ['does not answer', () => undefined, 'it does not answer in time'],
  ])('is named when it %s', async (_, listener, reason) => {
    expect(await refusalOf(await serve(listener), 300)).toContain(reason);
  });

  it.each(['http://127.0.0.1:4566', 'http://localhost:4566'])(
    'is named when it is the stack: %s',
    async (own) => {
      expect(await refusalOf(own)).toContain('it is the stack itself');
    },
  );
});

describe('the dialect of an engine', () => {
  it('is known by the ARNs that it gives, and nothing but the record of tables is made', async () => {
    const dynoxide = await startDynoxide();
    ends.push(dynoxide.stop);
    const aws = await speakAsAws(dynoxide.endpoint);
    ends.push(aws.close);
    const own = 'arn:aws:dynamodb:us-east-1:111122223333:table/players';
    for (const [endpoint, arn] of [
      [dynoxide.endpoint, 'arn:aws:dynamodb:dynoxide:000000000000:table/players'],
      [aws.url, 'arn:aws:dynamodb:ddblocal:000000000000:table/players'],
    ] as const) {
      const { dialect, client } = await connectEngine(endpoint, place);
      expect(dialect.engineArn(own)).toBe(arn);
      expect(dialect.clientArns({ TableArn: arn })).toEqual({ TableArn: own });
      expect((await client.send(new ListTablesCommand())).TableNames).toEqual(['hanok-tables']);
      client.destroy();
    }
  });
});
