import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { jsonError, jsonResponse } from './json-service.ts';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.ts';
import type { AuditEntry } from './route-request.ts';
import { targetOf } from './identify.ts';
import type { Service } from './service.ts';
import { stsService } from '../services/sts/part.ts';

/** A service of one operation, which answers its caller. */
const tables: Service = {
  name: 'dynamodb',
  targets: ['DynamoDB_20120810'],
  operation: (request) => targetOf(request)?.operation,
  operations: new Set(['DescribeTable']),
  access: () => [{ action: 'dynamodb:DescribeTable', resource: 'arn:aws:dynamodb:us-east-1:1:table/t' }],
  handle: ({ caller, id }) =>
    Promise.resolve(jsonResponse('1.0', { Table: { TableName: caller.kind, TableId: id } })),
  error: (_request, { status, code, message }) => jsonError('1.0', status, code, message),
};

let gateway: Gateway | undefined;
afterEach(() => gateway?.stop());

async function start(options: Partial<GatewayOptions> = {}): Promise<Gateway> {
  gateway = await startGateway({
    port: 0,
    services: [tables, stsService({ accountId: '000000000000' })],
    callerOf: (key) =>
      key === 'AKIAROLE' ? { kind: 'role', roleName: 'writer', functionName: 'write' } : { kind: 'external' },
    authorize: () => undefined,
    ...options,
  });
  return gateway;
}

function describeTable(url: string, accessKeyId = 'AKIAANY') {
  const credentials = { accessKeyId, secretAccessKey: 'secret' };
  const client = new DynamoDBClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
  return client.send(new DescribeTableCommand({ TableName: 'ttt' })).finally(() => client.destroy());
}

const signed = (service: string, key = 'AKIAROLE') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe('startGateway', () => {
  it('hands a call to the service of its signature, with the caller of its key', async () => {
    const { url } = await start();
    expect((await describeTable(url, 'AKIAROLE')).Table?.TableName).toBe('role');
    const answer = await describeTable(url);
    expect(answer.Table?.TableName).toBe('external');
    expect(answer.$metadata.requestId).toBe(answer.Table?.TableId);
  });

  it('finds service and caller in a presigned address too', async () => {
    const { url } = await start();
    const query = new URLSearchParams({
      'X-Amz-Credential': 'AKIAROLE/20260101/us-east-1/dynamodb/aws4_request',
    });
    const headers = { 'x-amz-target': 'DynamoDB_20120810.DescribeTable' };
    const response = await fetch(`${url}/?${query}`, { method: 'POST', headers, body: '{}' });
    expect(await response.json()).toMatchObject({ Table: { TableName: 'role' } });
  });

  it('refuses a service and an operation that it lacks by name', async () => {
    const { url } = await start();
    const service = await fetch(url, { method: 'POST', headers: signed('kinesis') });
    expect([service.status, await service.json()]).toMatchObject([
      501,
      { message: 'The local stack does not support the service kinesis' },
    ]);
    const form = { ...signed('rds'), 'content-type': 'application/x-www-form-urlencoded' };
    expect(await (await fetch(url, { method: 'POST', headers: form, body: 'Action=X' })).text()).toContain(
      '<Message>The local stack does not support the service rds</Message>',
    );
    const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.CreateBackup' };
    const operation = await fetch(url, { method: 'POST', headers, body: '{}' });
    expect([operation.status, await operation.json()]).toMatchObject([
      501,
      { message: 'The local stack does not support dynamodb:CreateBackup' },
    ]);
    expect((await fetch(url)).status).toBe(403);
  });

  it('refuses a caller in the words of AWS when a permission lacks', async () => {
    const principalArn = 'arn:aws:sts::000000000000:assumed-role/writer/write';
    const { url } = await start({
      authorize: (caller, [first]) =>
        caller.kind === 'role' && first ? { ...first, principalArn } : undefined,
    });
    await expect(describeTable(url, 'AKIAROLE')).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message:
        `User: ${principalArn} is not authorized to perform: dynamodb:DescribeTable on resource: ` +
        'arn:aws:dynamodb:us-east-1:1:table/t because no identity-based policy allows the dynamodb:DescribeTable action',
    });
    expect((await describeTable(url)).Table?.TableName).toBe('external');
  });

  it('lets a fault answer in place of the service, or break the connection off', async () => {
    const faults = ['reset', jsonError('1.0', 400, 'ThrottlingException', 'slow down'), undefined] as const;
    const left = [...faults];
    const { url } = await start({ around: async (_request, _service, run) => left.shift() ?? run() });
    await expect(describeTable(url)).rejects.toThrow('socket hang up');
    await expect(describeTable(url)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect((await describeTable(url)).Table?.TableName).toBe('external');
  });

  it('tells each call to the audit, refused and failed ones too', async () => {
    const entries: AuditEntry[] = [];
    const failing: Service = { ...tables, handle: () => Promise.reject(new Error('disk full')) };
    const { url } = await start({ services: [failing], audit: (entry) => entries.push(entry) });
    await expect(describeTable(url, 'AKIAROLE')).rejects.toMatchObject({ message: 'disk full' });
    await fetch(url, { method: 'POST', headers: signed('kinesis') });
    expect(entries).toMatchObject([
      {
        caller: { kind: 'role', functionName: 'write' },
        service: 'dynamodb',
        operation: 'DescribeTable',
        resources: ['arn:aws:dynamodb:us-east-1:1:table/t'],
        status: 500,
        error: new Error('disk full'),
      },
      { service: 'kinesis', operation: undefined, resources: [], status: 501 },
    ]);
  });

  it('gives what a site owns to it, unsigned, with its cookies one by one', async () => {
    const { url } = await start({
      sites: [
        {
          owns: ({ url: { pathname } }) => pathname.startsWith('/_aws/execute-api/'),
          serve: async ({ url: { pathname }, method, stream }) => ({
            status: 201,
            headers: { 'content-type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] },
            body: `${method} ${pathname} ${stream && (await text(stream))}`,
          }),
        },
      ],
    });
    const response = await fetch(`${url}/_aws/execute-api/api/prod/%ED%95%9C`, { method: 'PUT', body: '글' });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await response.text()).toBe('PUT /_aws/execute-api/api/prod/%ED%95%9C 글');
  });

  it('answers 500 when a site fails', async () => {
    const { url } = await start({
      sites: [{ owns: () => true, serve: () => Promise.reject(new Error('no route')) }],
    });
    const response = await fetch(`${url}/_aws/execute-api/api/prod/`);
    expect([response.status, await response.json()]).toMatchObject([500, { message: 'no route' }]);
  });

  it('refuses a body over 16 MB with 413, and takes one of 16 MB', async () => {
    const { url } = await start();
    const headers = { ...signed('dynamodb'), 'x-amz-target': 'DynamoDB_20120810.DescribeTable' };
    const post = (size: number) => fetch(url, { method: 'POST', headers, body: Buffer.alloc(size, 'a') });
    expect((await post(16 * 1024 * 1024 + 1)).status).toBe(413);
    expect((await post(16 * 1024 * 1024)).status).toBe(200);
  });

  it('hands a body of any size on as it comes in to a service that streams, and answers likewise', async () => {
    const echo: Service = {
      ...tables,
      name: 's3',
      streams: true,
      operation: ({ target }) => (target === '/b/../k?x' ? 'Echo' : undefined),
      operations: new Set(['Echo']),
      access: () => [],
      handle: async ({ stream, body, headers }) => {
        expect(body).toHaveLength(0);
        const length = headers['content-length'] ?? '';
        return { status: 200, headers: { 'content-length': length }, body: '', ...(stream && { stream }) };
      },
    };
    const { port } = await start({ services: [echo] });
    const size = 20 * 1024 * 1024;
    const headers = { ...signed('s3'), 'content-length': size };
    const sent = request({ port, host: '127.0.0.1', path: '/b/../k?x', method: 'POST', headers });
    const answered = once(sent, 'response');
    for (let left = size; left > 0; left -= 1024 * 1024) sent.write(Buffer.alloc(1024 * 1024, 'a'));
    sent.end();
    const [response] = (await answered) as [IncomingMessage];
    let received = 0;
    for await (const chunk of response) received += Buffer.byteLength(chunk);
    expect([response.statusCode, received]).toEqual([200, size]);
  });

  it('hands a request that names no service, such as a form, to the service that claims it', async () => {
    const uploads: Service = {
      ...tables,
      name: 's3',
      claims: ({ method, headers }) =>
        method === 'POST' && headers['content-type']?.startsWith('multipart/form-data') === true,
      operation: () => 'DescribeTable',
    };
    const { url } = await start({ services: [uploads] });
    const form = new FormData();
    form.set('key', 'a');
    expect((await fetch(url, { method: 'POST', body: form })).status).toBe(200);
    expect((await fetch(url, { method: 'PUT', body: form })).status).toBe(403);
  });

  it('says which port is taken', async () => {
    const { port } = await start();
    const second = startGateway({
      port,
      services: [],
      callerOf: () => ({ kind: 'external' }),
      authorize: () => undefined,
    });
    await expect(second).rejects.toMatchObject({
      name: 'PortTakenError',
      message: `Port ${port} is taken by another program: stop it, or choose another port with --port.`,
    });
  });

  it('stops although a client keeps its connection open', async () => {
    const { port, stop } = await start();
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    const closed = once(idle, 'close');
    await stop();
    await closed;
    expect(idle.destroyed).toBe(true);
  });
});

describe('sts', () => {
  it('tells a function its role and a client outside that it is the root', async () => {
    const { url } = await start();
    const ask = async (key: string) => {
      const headers = { ...signed('sts', key), 'content-type': 'application/x-www-form-urlencoded' };
      return (
        await fetch(url, { method: 'POST', headers, body: 'Action=GetCallerIdentity&Version=2011-06-15' })
      ).text();
    };
    expect(await ask('AKIAROLE')).toContain('<Arn>arn:aws:sts::000000000000:assumed-role/writer/write</Arn>');
    expect(await ask('AKIAANY')).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
  });
});
