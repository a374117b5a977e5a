import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import { policyDocument } from '../iam/policy-document.ts';
import { closeOf, next, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

async function connected() {
  api = await serveApi();
  const socket = await api.connect('', { headers: { 'User-Agent': 'spec' } });
  const { requestContext } = await api.eventOf('$connect');
  return { socket, ConnectionId: requestContext.connectionId };
}

const failure = (name: string, httpStatusCode: number) => ({ name, $metadata: { httpStatusCode } });

describe('@connections', () => {
  it('posts text to the client, over 32 KB in several frames', async () => {
    const { socket, ConnectionId } = await connected();
    for (const Data of ['{"text":"안녕 🙂"}', '', '가'.repeat(43_690)]) {
      const received = next(socket);
      const answer = await api.client().send(new PostToConnectionCommand({ ConnectionId, Data }));
      expect(answer.$metadata.httpStatusCode).toBe(200);
      expect(await received).toBe(Data);
    }
  });

  it('tells of a connection', async () => {
    const { ConnectionId } = await connected();
    const connectedAt = new Date(api.clock.now());
    await api.clock.pass(5_000);
    await api.client().send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }));
    expect(await api.client().send(new GetConnectionCommand({ ConnectionId }))).toMatchObject({
      ...{ ConnectedAt: connectedAt, LastActiveAt: new Date(api.clock.now()) },
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'spec' },
    });
  });

  it('closes a connection, and $disconnect runs; from then on it is gone', async () => {
    const { socket, ConnectionId } = await connected();
    const closed = closeOf(socket);
    const answer = await api.client().send(new DeleteConnectionCommand({ ConnectionId }));
    expect(answer.$metadata.httpStatusCode).toBe(204);
    expect((await closed)[0]).toBe(1000);
    await api.eventOf('$disconnect');
    for (const command of [
      new PostToConnectionCommand({ ConnectionId, Data: 'x' }),
      new GetConnectionCommand({ ConnectionId }),
      new DeleteConnectionCommand({ ConnectionId }),
    ])
      await expect(api.client().send(Object(command))).rejects.toMatchObject(failure('GoneException', 410));
  });

  it('refuses what never was, what is no id, and more than 128 KB', async () => {
    const { ConnectionId } = await connected();
    const post = (id: string, Data = 'x') =>
      api.client().send(new PostToConnectionCommand({ ConnectionId: id, Data }));
    await expect(post('TXzPWdnOjoECGjA=')).rejects.toMatchObject(failure('GoneException', 410));
    await expect(post('undefined')).rejects.toMatchObject(failure('BadRequestException', 400));
    const tooLarge = failure('PayloadTooLargeException', 413);
    await expect(post(ConnectionId, 'x'.repeat(128 * 1024 + 1))).rejects.toMatchObject(tooLarge);
  });

  it('refuses a client that does not read: 429', async () => {
    const { socket, ConnectionId } = await connected();
    socket.pause();
    const post = () =>
      api.client().send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(128 * 1024) }));
    const full = (async () => {
      for (let posts = 0; posts < 500; posts += 1) await post();
    })();
    await expect(full).rejects.toMatchObject(failure('LimitExceededException', 429));
  });

  it('asks for execute-api:ManageConnections on the method and the connection', async () => {
    const { socket, ConnectionId } = await connected();
    const key = (name: string, Resource: string) => {
      const Statement = [{ Effect: 'Allow', Action: 'execute-api:ManageConnections', Resource }];
      const document = policyDocument.parse({ Version: '2012-10-17', Statement });
      api.roles.add({
        ...{ name, arn: `arn:aws:iam::000000000000:role/${name}` },
        policies: new Map([['own', document]]),
      });
      return api.client(api.roles.credentialsFor(name, name).accessKeyId);
    };
    const ours = 'arn:aws:execute-api:us-east-1:000000000000:chat123456/prod';
    const post = new PostToConnectionCommand({ ConnectionId, Data: 'x' });
    const received = next(socket);
    await key('poster', `${ours}/POST/@connections/*`).send(post);
    expect(await received).toBe('x');
    const denied = failure('AccessDeniedException', 403);
    await expect(key('reader', `${ours}/GET/@connections/*`).send(post)).rejects.toMatchObject(denied);
    const other = `${ours.replace('chat', 'room')}/*`;
    await expect(key('other', other).send(post)).rejects.toMatchObject(denied);
  });

  const signed = (path: string, method = 'POST') => {
    const scope = 'outside/20260101/us-east-1/execute-api/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    const asked = { method, headers: { authorization }, ...(method === 'POST' && { body: 'x' }) };
    return fetch(`${api.address.replace('ws', 'http')}/${path}`, asked);
  };

  it('takes the id encoded or not, and @ too', async () => {
    const { ConnectionId } = await connected();
    for (const path of [`@connections/${ConnectionId}`, `%40connections/${encodeURIComponent(ConnectionId)}`])
      expect((await signed(path)).status).toBe(200);
  });

  it.each([
    [
      'an id that is encoded twice',
      (id: string) => `@connections/${encodeURIComponent(encodeURIComponent(id))}`,
      400,
    ],
    ['an id with a slash', (id: string) => `@connections/${id}%2F..`, 400],
    ['an id of another length', () => '@connections/AAAA', 400],
    ['a broken escape', () => '@connections/%E0%A4%A', 501],
    ['another stage', (id: string) => `../dev/@connections/${id}`, 403],
    ['another API', (id: string) => `../../other12345/prod/@connections/${id}`, 403],
  ])('refuses %s', async (_, pathOf, status) => {
    const { ConnectionId } = await connected();
    expect((await signed(pathOf(ConnectionId))).status).toBe(status);
  });

  it('has no other methods', async () => {
    const { ConnectionId } = await connected();
    expect((await signed(`@connections/${ConnectionId}`, 'PATCH')).status).toBe(501);
  });

  it('is not for a request without a signature', async () => {
    const { ConnectionId } = await connected();
    const address = `${api.address.replace('ws', 'http')}/@connections/${encodeURIComponent(ConnectionId)}`;
    expect((await fetch(address, { method: 'POST', body: 'x' })).status).toBe(403);
  });
});
