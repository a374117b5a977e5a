import { once } from 'node:events';
import type { Socket } from 'node:net';
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { frameOf, handshake, headOf, openLine } from './raw-socket.fixture.ts';
import { closeOf, next, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
const lines: Socket[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) line.destroy();
  await api?.stop();
});

const TEXT = 1;
const CLOSE = 8;
const PING = 9;

async function line(): Promise<Socket> {
  const opened = await openLine(api.address);
  lines.push(opened);
  return opened;
}

/** A line whose handshake is done. */
async function upgraded(): Promise<Socket> {
  const opened = await line();
  opened.write(handshake(api.address));
  expect(await headOf(opened)).toContain('101 Switching Protocols');
  opened.resume();
  return opened;
}

/** The API serves others as before. */
async function expectServed(): Promise<void> {
  api.events.length = 0;
  const socket = await api.connect();
  socket.send('served');
  expect((await api.eventOf('$default')).body).toBe('served');
}

const disconnected = async () => {
  const { requestContext } = await api.eventOf('$disconnect');
  return requestContext['disconnectStatusCode'];
};

describe('a handshake', () => {
  it.each<[string, Record<string, string | undefined>, number]>([
    ['without a key', { 'Sec-WebSocket-Key': undefined }, 400],
    ['with a short key', { 'Sec-WebSocket-Key': 'c2hvcnQ=' }, 400],
    ['with two keys', { 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==' }, 400],
    ['without a version', { 'Sec-WebSocket-Version': undefined }, 400],
    ['of version 12', { 'Sec-WebSocket-Version': '12' }, 400],
    ['of version 013', { 'Sec-WebSocket-Version': '013' }, 400],
    ['with the same subprotocol twice', { 'Sec-WebSocket-Protocol': 'a, a' }, 400],
    ['with a subprotocol that is no token', { 'Sec-WebSocket-Protocol': 'a b' }, 400],
    ['with an empty subprotocol', { 'Sec-WebSocket-Protocol': 'a,,b' }, 400],
    ['for another host', { Host: 'evil.example' }, 403],
    ['without a host', { Host: '' }, 403],
    ['of a page of another site', { Origin: 'https://evil.example' }, 403],
    ['of a page without an origin', { Origin: 'null' }, 403],
    ['of a page whose origin only begins as ours', { Origin: 'http://localhost.evil.example' }, 403],
  ])('%s is refused before a function runs', async (_, change, status) => {
    api = await serveApi();
    const opened = await line();
    opened.write(handshake(api.address, change));
    expect(await headOf(opened)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(api.events).toEqual([]);
    await expectServed();
  });

  it('that offers permessage-deflate gets a connection without it', async () => {
    api = await serveApi();
    const opened = await line();
    const offer = 'permessage-deflate; client_max_window_bits, x-other; a="b"';
    opened.write(handshake(api.address, { 'Sec-WebSocket-Extensions': offer }));
    const head = await headOf(opened);
    expect(head).toContain('101 Switching Protocols');
    expect(head.toLowerCase()).not.toContain('sec-websocket-extensions');
    expect((await api.connect('', { perMessageDeflate: true })).extensions).toBe('');
  });

  it('that is broken off while $connect runs leaves no connection: $disconnect follows', async () => {
    const answer = Promise.withResolvers<object>();
    api = await serveApi({ connect: () => answer.promise });
    const opened = await line();
    opened.write(handshake(api.address));
    await api.eventOf('$connect');
    opened.destroy();
    await once(opened, 'close');
    answer.resolve({ statusCode: 200 });
    expect(await disconnected()).toBe(1006);
  });

  it('of a client that ends its side at once leaves no connection', async () => {
    api = await serveApi();
    const opened = await line();
    opened.end(handshake(api.address));
    opened.resume();
    expect(await disconnected()).toBe(1006);
  });

  it('that is never finished keeps nobody else from connecting', async () => {
    api = await serveApi();
    for (let at = 0; at < 50; at += 1) (await line()).write(handshake(api.address).slice(0, 40 + at));
    await expectServed();
  });
});

describe('a client', () => {
  it('that ends its side of the line is disconnected', async () => {
    api = await serveApi();
    (await upgraded()).end();
    expect(await disconnected()).toBe(1006);
  });

  it.each<[string, Buffer, number]>([
    ['text that is no UTF-8', frameOf({ opcode: TEXT, payload: Buffer.from([0xc3, 0x28]) }), 1007],
    ['half a character', frameOf({ opcode: TEXT, payload: Buffer.from([0xed, 0x95]) }), 1007],
    ['a lone surrogate', frameOf({ opcode: TEXT, payload: Buffer.from([0xed, 0xa0, 0x80]) }), 1007],
    ['a frame that is not masked', frameOf({ opcode: TEXT, masked: false }), 1002],
    ['a reserved bit', frameOf({ opcode: TEXT, reserved: 0x40 }), 1002],
    ['a reserved opcode', frameOf({ opcode: 3 }), 1002],
    ['a ping in two frames', frameOf({ opcode: PING, fin: false }), 1002],
    ['a ping of 126 bytes', frameOf({ opcode: PING, payload: Buffer.alloc(126) }), 1002],
    ['a continuation of nothing', frameOf({ opcode: 0 }), 1002],
    [
      'a message in the middle of another',
      Buffer.concat([frameOf({ opcode: TEXT, fin: false }), frameOf({ opcode: TEXT })]),
      1002,
    ],
    ['a close code that is none', frameOf({ opcode: CLOSE, payload: Buffer.from([0, 1]) }), 1002],
  ])('that sends %s is closed, and no route sees it', async (_, bytes, code) => {
    api = await serveApi();
    const opened = await upgraded();
    const answer = once(opened, 'data');
    opened.write(bytes);
    const [frame] = await answer;
    expect([frame[0], frame.readUInt16BE(2)]).toEqual([0x88, code]);
    expect(await disconnected()).toBe(code);
    expect(api.events.map(({ requestContext }) => requestContext.routeKey)).toEqual([
      '$connect',
      '$disconnect',
    ]);
    await expectServed();
  });

  it('that never answers the end is gone all the same: $disconnect runs, posts are answered 410', async () => {
    api = await serveApi();
    const opened = await upgraded();
    opened.pause();
    const { requestContext } = await api.eventOf('$connect');
    opened.write(frameOf({ opcode: 2, payload: Buffer.from('x') }));
    expect(await disconnected()).toBe(1003);
    const post = new PostToConnectionCommand({ ConnectionId: requestContext.connectionId, Data: 'x' });
    await expect(api.client().send(post)).rejects.toMatchObject({ name: 'GoneException' });
  });

  it('that sends after its close is not heard', async () => {
    api = await serveApi();
    const opened = await upgraded();
    const normal = frameOf({ opcode: CLOSE, payload: Buffer.from([0x03, 0xe8]) });
    opened.write(Buffer.concat([normal, frameOf({ opcode: TEXT, payload: Buffer.from('late') })]));
    opened.end(frameOf({ opcode: TEXT, payload: Buffer.from('later') }));
    expect(await disconnected()).toBe(1000);
    expect(api.events).toHaveLength(2);
  });

  it('may send a message in 10,000 fragments, many of them empty', async () => {
    api = await serveApi();
    const opened = await upgraded();
    const pieces = Array.from({ length: 10_000 }, (_each, at) =>
      frameOf({
        ...{ opcode: at === 0 ? TEXT : 0, fin: at === 9_999 },
        payload: Buffer.from(at % 2 ? 'x' : ''),
      }),
    );
    opened.write(Buffer.concat(pieces));
    expect((await api.eventOf('$default')).body).toBe('x'.repeat(5_000));
  });

  it('that sends a message in over 16,384 fragments is closed with 1008', async () => {
    api = await serveApi();
    const opened = await upgraded();
    const piece = frameOf({ opcode: 0, fin: false });
    opened.write(
      Buffer.concat([frameOf({ opcode: TEXT, fin: false }), ...Array<Buffer>(16_384).fill(piece)]),
    );
    expect(await disconnected()).toBe(1008);
    await expectServed();
  });

  it('that floods with pings and reads nothing keeps no memory, and others are served', async () => {
    api = await serveApi();
    const opened = await upgraded();
    opened.pause();
    const pings = Buffer.concat(
      Array<Buffer>(2_000).fill(frameOf({ opcode: PING, payload: Buffer.alloc(125) })),
    );
    opened.write(pings);
    expect(await disconnected()).toBe(1006);
    await expectServed();
  });
});

describe('a ping', () => {
  it('is answered, and is no message: the ten minutes go on', async () => {
    api = await serveApi();
    const socket = await api.connect();
    await api.clock.pass(9 * 60_000);
    socket.ping('alive');
    const [payload] = await once(socket, 'pong');
    expect(String(payload)).toBe('alive');
    const closed = closeOf(socket);
    await api.clock.pass(60_000);
    expect(await closed).toEqual([1001, 'Going away']);
  });
});

describe('the end of the stack', () => {
  it('closes with 1001, runs $disconnect, and waits no longer than a second for a client', async () => {
    api = await serveApi();
    const socket = await api.connect();
    (await upgraded()).pause();
    const closed = closeOf(socket);
    await api.close();
    expect(await closed).toEqual([1001, 'Going away']);
    const ends = api.events.filter(({ requestContext }) => requestContext.routeKey === '$disconnect');
    expect(ends.map(({ requestContext }) => requestContext['disconnectStatusCode'])).toEqual([1001, 1001]);
  });

  it('ends every connection id: after a restart they are gone', async () => {
    api = await serveApi();
    await api.connect();
    const { requestContext } = await api.eventOf('$connect');
    await api.close();
    await api.stop();
    api = await serveApi();
    const post = new PostToConnectionCommand({ ConnectionId: requestContext.connectionId, Data: 'x' });
    await expect(api.client().send(post)).rejects.toMatchObject({ name: 'GoneException' });
  });
});

describe('a client that reads too slowly', () => {
  it('misses frames, gets the others whole, and is served again once it reads', async () => {
    api = await serveApi();
    const socket = await api.connect();
    const { requestContext } = await api.eventOf('$connect');
    const { connectionId: ConnectionId } = requestContext;
    const post = (Data: string) => api.client().send(new PostToConnectionCommand({ ConnectionId, Data }));
    socket.pause();
    let accepted = 0;
    const flood = async () => {
      for (;;) {
        await post('x'.repeat(128 * 1024));
        accepted += 1;
      }
    };
    await expect(flood()).rejects.toMatchObject({ name: 'LimitExceededException' });
    let received = 0;
    socket.on('message', (data) => void (received += Number(String(data).length === 128 * 1024)));
    socket.resume();
    await eventually(() => expect(received).toBe(accepted));
    const last = next(socket);
    await post('again');
    expect(await last).toBe('again');
  });
});
