import { once } from 'node:events';
import { PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { handshake, headOf, openLine } from './raw-socket.fixture.ts';
import { closeOf, next, route, type Run, serveApi } from './web-socket.fixture.ts';

let api: Awaited<ReturnType<typeof serveApi>>;
afterEach(() => api?.stop());

const KB = 1024;
const HANGUL = '가';
const EMOJI = '🙂';
const idOf = async () => (await api.eventOf('$connect')).requestContext.connectionId;
const send = (ConnectionId: string, Data: string) =>
  api.client().send(new PostToConnectionCommand({ ConnectionId, Data }));

describe('the bytes of text', () => {
  it.each([
    ['Hangul', `${HANGUL.repeat(10_922)}xx`],
    ['emoji', EMOJI.repeat(8 * KB)],
  ])(
    'are what counts: 32 KB of %s in a frame arrive, and one more byte closes with 1009',
    async (_, text) => {
      expect(Buffer.byteLength(text)).toBe(32 * KB);
      api = await serveApi();
      const socket = await api.connect();
      socket.send(text);
      expect((await api.eventOf('$default')).body).toBe(text);
      socket.send(`${text}x`);
      expect((await closeOf(socket))[0]).toBe(1009);
    },
  );

  it('may be cut anywhere: 128 KB of emoji in frames that end within a character', async () => {
    api = await serveApi();
    const socket = await api.connect();
    const bytes = Buffer.from(EMOJI.repeat(32 * KB));
    const cuts = [0, 1, 30_003, 60_002, 92_001, 110_000, bytes.length];
    for (const [at, from] of cuts.slice(0, -1).entries())
      socket.send(bytes.subarray(from, cuts[at + 1]), { binary: false, fin: at === cuts.length - 2 });
    expect((await api.eventOf('$default')).body).toBe(EMOJI.repeat(32 * KB));
    for (const fin of [false, false, false, false, true])
      socket.send(fin ? HANGUL : 'x'.repeat(32 * KB), { fin });
    expect((await closeOf(socket))[0]).toBe(1009);
  });

  it('are at most 131,072 in a post: one more is 413, and the client gets nothing of it', async () => {
    api = await serveApi();
    const socket = await api.connect();
    const id = await idOf();
    for (const text of ['x'.repeat(128 * KB), `${HANGUL.repeat(43_690)}xx`, EMOJI.repeat(32 * KB)]) {
      const received = next(socket);
      await send(id, text);
      expect(await received).toBe(text);
    }
    const tooLarge = { name: 'PayloadTooLargeException', $metadata: { httpStatusCode: 413 } };
    const received = next(socket);
    for (const text of ['x'.repeat(128 * KB + 1), HANGUL.repeat(43_691), `${EMOJI.repeat(32 * KB)}x`])
      await expect(send(id, text)).rejects.toMatchObject(tooLarge);
    await send(id, 'next');
    expect(await received).toBe('next');
  });

  it('reach the client in frames of 32 KB at most', async () => {
    api = await serveApi();
    const line = await openLine(api.address);
    line.write(handshake(api.address));
    await headOf(line);
    let bytes = Buffer.alloc(0);
    line.on('data', (chunk: Buffer) => void (bytes = Buffer.concat([bytes, chunk])));
    await send(await idOf(), EMOJI.repeat(25_000));
    const frames = await eventually(() => {
      const found = framesIn(bytes);
      expect(found.at(-1)?.fin).toBe(true);
      return found;
    });
    expect(frames.map(({ length }) => length)).toEqual([32 * KB, 32 * KB, 32 * KB, 100_000 - 96 * KB]);
    expect(frames.map(({ opcode }) => opcode)).toEqual([1, 0, 0, 0]);
    line.destroy();
    await once(line, 'close');
  });
});

/** The heads of the frames of a server, which are not masked, of fewer than 64 KB. */
function framesIn(bytes: Buffer): { opcode: number; fin: boolean; length: number }[] {
  const [first, second] = bytes;
  if (first === undefined || second === undefined || (second === 126 && bytes.length < 4)) return [];
  const [head, length] = second === 126 ? [4, bytes.readUInt16BE(2)] : [2, second];
  if (bytes.length < head + length) return [];
  const frame = { opcode: first & 0x0f, fin: (first & 0x80) !== 0, length };
  return [frame, ...framesIn(bytes.subarray(head + length))];
}

describe('the limits of the account', () => {
  const plenty = { rateLimit: 1_000, burstLimit: 1_000 };
  const few = (burstLimit: number) => ({ rateLimit: 0.001, burstLimit });

  it('are shared by messages and posts: over them a frame says so, and a post is answered 429', async () => {
    api = await serveApi({}, {}, undefined, { connects: plenty, requests: few(2) });
    const socket = await api.connect();
    const id = await idOf();
    socket.send('taken');
    await api.eventOf('$default');
    const posted = next(socket);
    await send(id, 'posted');
    expect(await posted).toBe('posted');
    const throttled = next(socket);
    socket.send('late');
    expect(JSON.parse(await throttled)).toMatchObject({ message: 'Too Many Requests', connectionId: id });
    const limited = { name: 'LimitExceededException', $metadata: { httpStatusCode: 429 } };
    await expect(send(id, 'late')).rejects.toMatchObject(limited);
    expect(api.events).toHaveLength(2);
  });

  it.each([
    ['with $connect', ['$connect']],
    ['without $connect', []],
  ])('let in so many connections a second: the next is refused with 429, %s', async (_, keys) => {
    const limits = { connects: few(2), requests: plenty };
    api = await serveApi({}, { routes: keys.map((key) => route(key)) }, undefined, limits);
    await api.connect();
    const open = await api.connect();
    await expect(api.connect()).rejects.toThrow('Unexpected server response: 429');
    expect(open.readyState).toBe(open.OPEN);
    expect(api.events).toHaveLength(2 * keys.length);
  });

  it('do not come before those of the route $connect', async () => {
    const stage = { name: 'prod', routeThrottling: { $connect: few(1) } };
    api = await serveApi({}, { stages: [stage] });
    await api.connect();
    await expect(api.connect()).rejects.toThrow('Unexpected server response: 429');
    expect(api.events).toHaveLength(1);
  });
});

describe('a function of a route', () => {
  const say = { routes: [route('say', { responds: true, timeoutMs: 50 })] };
  const ask = async (run: Run) => {
    api = await serveApi({ say: run }, say);
    const socket = await api.connect();
    socket.send('{"action":"say"}');
    return { socket, answer: await next(socket) };
  };

  it('that takes longer than its integration may is answered Internal server error, and not heard', async () => {
    const late = Promise.withResolvers<object>();
    let calls = 0;
    const { socket, answer } = await ask(() => (++calls === 1 ? late.promise : { body: 'second' }));
    expect(JSON.parse(answer)).toMatchObject({ message: 'Internal server error' });
    late.resolve({ statusCode: 200, body: 'late' });
    socket.send('{"action":"say"}');
    expect(await next(socket)).toBe('second');
  });

  it('that answers more than 128 KB is answered Internal server error, and the connection stays', async () => {
    let size = 128 * KB + 1;
    const { socket, answer } = await ask(() => ({ statusCode: 200, body: 'x'.repeat(size) }));
    expect(JSON.parse(answer)).toMatchObject({ message: 'Internal server error' });
    size = 128 * KB;
    socket.send('{"action":"say"}');
    expect(await next(socket)).toHaveLength(size);
  });

  it('that answers base64 is heard decoded, and its status does not matter', async () => {
    const body = Buffer.from('안녕').toString('base64');
    expect((await ask(() => ({ statusCode: 500, body, isBase64Encoded: true }))).answer).toBe('안녕');
  });

  it('of $default answers what no other route takes', async () => {
    const routes = [route('say'), route('$default', { responds: true })];
    api = await serveApi({ default: () => ({ body: 'what?' }) }, { routes });
    const socket = await api.connect();
    socket.send('hello');
    expect(await next(socket)).toBe('what?');
  });
});
