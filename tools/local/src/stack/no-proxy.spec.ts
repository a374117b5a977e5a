import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runs, SEED, SEED_NOTE } from '@hanok/testing';
import fc from 'fast-check';
import { startTlsProxy } from '../services/redis/tls-proxy.ts';
import { openStack } from './open-stack.fixture.ts';

let stack: Awaited<ReturnType<typeof openStack>>;
let decoy: Server;
let reached: number;
/** Host and port of a server that listens and must never be reached. */
let elsewhere: string;
beforeAll(async () => {
  stack = await openStack();
  decoy = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await once(decoy.listen(0, '127.0.0.1'), 'listening');
  elsewhere = `127.0.0.1:${(decoy.address() as AddressInfo).port}`;
});
beforeEach(() => void (reached = 0));
afterAll(async () => {
  decoy.close();
  await stack.stop();
});
afterEach(() => expect(reached).toBe(0));

/** Sends bytes as they are, which no client would send, and answers what comes back until the end. */
async function send(head: readonly string[], body = ''): Promise<string> {
  const socket = connect(Number(new URL(stack.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  socket.write(`${[...head, length, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`);
  return text(socket).catch(() => '');
}

const signedFor = (service: string) =>
  `Authorization: AWS4-HMAC-SHA256 Credential=outside/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
const SCAN = [signedFor('dynamodb'), 'X-Amz-Target: DynamoDB_20120810.Scan'];
const ABSENT = '{"TableName":"absent"}';

const TARGETS: readonly ((host: string) => string)[] = [
  (host) => `//${host}/x`,
  (host) => `///${host}/x`,
  (host) => `/\\${host}/x`,
  (host) => `\\\\${host}/x`,
  (host) => `http://${host}/`,
  (host) => `HTTP://user@${host}/x?y`,
  (host) => `https://${host}/`,
  (host) => `ftp://${host}/`,
  (host) => `@${host}/`,
  (host) => `/@${host}/`,
  (host) => `//user:password@${host}/`,
  (host) => `/..//${host}/x`,
  (host) => `/x/../..//${host}/`,
  (host) => `/%2F${host}/x`,
  (host) => `/%2f%2f${host}%2fx`,
  (host) => `/%5c${host}/x`,
  (host) => `/http://${host}/`,
  (host) => `/?http://${host}/`,
  (host) => `/#//${host}/`,
  (host) => `/_aws/execute-api//${host}/`,
  (host) => `/_aws/execute-api/http:%2F%2F${host}/prod/`,
  (host) => `/000000000000/..//${host}/x`,
  (host) => `//${host}/us-east-1_mine/.well-known/jwks.json`,
  (host) => `/2015-03-31/functions/http:%2f%2f${host}/invocations`,
  (host) => `:80@${host}/`,
  () => '*',
];

describe('a request', () => {
  it.each(TARGETS.map((target): [string, (host: string) => string] => [target('host'), target]))(
    'for %s goes nowhere else',
    async (_, target) => {
      const answer = await send([`POST ${target(elsewhere)} HTTP/1.1`, 'Host: 127.0.0.1', ...SCAN], ABSENT);
      expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    },
  );

  it('whose path would lead elsewhere is answered by the engine, which gets no path', async () => {
    const answer = await send([`POST //${elsewhere}/x HTTP/1.1`, 'Host: 127.0.0.1', ...SCAN], ABSENT);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*ResourceNotFoundException/s);
  });

  it('for another server is refused with what to do', async () => {
    const answer = await send([`GET http://${elsewhere}/ HTTP/1.1`, 'Host: 127.0.0.1', ...SCAN]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*The local stack is no proxy: .*Set the address/s);
  });

  it('to CONNECT or to upgrade opens no way through', async () => {
    expect(await send([`CONNECT ${elsewhere} HTTP/1.1`, `Host: ${elsewhere}`])).not.toContain(' 200 ');
    const upgrade = ['Upgrade: websocket', 'Connection: Upgrade', 'Host: 127.0.0.1'];
    expect(await send([`GET //${elsewhere}/ HTTP/1.1`, ...upgrade])).not.toContain(' 101 ');
  });

  it('with addresses in its input has them read as names', async () => {
    const QueueUrl = `http://${elsewhere}/000000000000/mine`;
    const queue = [signedFor('sqs'), 'X-Amz-Target: AmazonSQS.SendMessage', 'Host: 127.0.0.1'];
    const sent = await send(['POST / HTTP/1.1', ...queue], JSON.stringify({ QueueUrl, MessageBody: 'x' }));
    expect(sent).toContain('QueueDoesNotExist');
    const copied = `x-amz-copy-source: http://${elsewhere}/k`;
    const copy = await send(['PUT /photos/k HTTP/1.1', signedFor('s3'), copied, 'Host: 127.0.0.1']);
    expect(copy).toContain('<Code>NoSuchBucket</Code>');
  });

  it('to Redis through TLS reaches Redis, whatever server it names', async () => {
    const echo = createServer((socket) => void socket.pipe(socket));
    await once(echo.listen(0, '127.0.0.1'), 'listening');
    const dir = mkdtempSync(join(tmpdir(), 'hanok-tls-'));
    const { port } = echo.address() as AddressInfo;
    const proxy = await startTlsProxy({ dir, server: { host: '127.0.0.1', port } });
    const said = `CONNECT ${elsewhere} HTTP/1.1\r\nHost: ${elsewhere}\r\n\r\n`;
    const ca = readFileSync(proxy.ca);
    const socket = connectTls({ port: proxy.port, host: '127.0.0.1', servername: 'localhost', ca });
    socket.write(said);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toBe(said);
    socket.destroy();
    await proxy.stop();
    echo.close();
    rmSync(dir, { recursive: true });
  });

  it(`of any target, Host, service and forwarding header reaches no other server ${SEED_NOTE}`, async () => {
    const services = [
      'dynamodb',
      'sqs',
      's3',
      'lambda',
      'states',
      'logs',
      'cognito-idp',
      'events',
      'sts',
      'x',
    ];
    const operations = [
      ...['DynamoDB_20120810.Scan', 'AmazonSQS.SendMessage', 'AWSStepFunctions.ListStateMachines'],
      ...['Logs_20140328.DescribeLogGroups', 'AWSCognitoIdentityProviderService.GetUser'],
      ...['AWSEvents.ListRules', 'DynamoDBStreams_20120810.ListStreams'],
    ];
    const hosts = [
      ...[
        (host: string) => host,
        (host: string) => `127.0.0.1@${host}`,
        (host: string) => `photos.localhost/${host}`,
      ],
      ...[() => '127.0.0.1', () => 'localhost', (host: string) => `127.0.0.1//${host}`],
    ];
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'),
      target: fc.constantFrom(...TARGETS),
      host: fc.constantFrom(...hosts),
      service: fc.option(fc.constantFrom(...services), { nil: undefined }),
      operation: fc.option(fc.constantFrom(...operations), { nil: undefined }),
      forwarded: fc.constantFrom(
        'X-Forwarded-Host',
        'Forwarded',
        'X-Host',
        'X-Original-URL',
        'X-Rewrite-URL',
      ),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, target, host, service, operation, forwarded }) => {
        const head = [`${method} ${target(elsewhere)} HTTP/1.1`, `Host: ${host(elsewhere)}`];
        const headers = [
          ...(service === undefined ? [] : [signedFor(service)]),
          ...(operation === undefined ? [] : [`X-Amz-Target: ${operation}`]),
          `${forwarded}: http://${elsewhere}/`,
        ];
        await send(
          [...head, ...headers],
          `{"TableName":"//${elsewhere}/","QueueUrl":"http://${elsewhere}/1/q"}`,
        );
        expect(reached).toBe(0);
      }),
      { numRuns: runs(3_000), seed: SEED },
    );
  });
});
