import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { begin, joinAs, playToTheEnd, rest, sessionOf, startTable, until } from '../table.fixture.ts';

const table = await startTable();
afterAll(table.stop);
const { open } = table;

type At = { address: string; port: number };

async function dial({ address, port }: At): Promise<Socket> {
  const socket = connect({ host: address, port, allowHalfOpen: true });
  await once(socket, 'connect');
  return socket;
}

/** Sends the bytes and answers what comes until the server closes the connection. */
async function answerTo(at: At, ...parts: (string | Buffer)[]): Promise<string> {
  const socket = await dial(at);
  for (const part of parts) socket.write(part);
  const answer = await text(socket);
  socket.destroy();
  return answer;
}

const refused = (message: string) => `${JSON.stringify({ type: 'refused', message })}\n`;
const UNKNOWN = refused('playerSessionId: unknown, or used before');
const NO_JOIN = refused('type: expected join');
const TOO_LONG = refused('A line has at most 1024 bytes.');
const NO_TEXT = refused('A line is JSON in UTF-8.');
const joinLine = (playerSessionId: unknown) => `${JSON.stringify({ type: 'join', playerSessionId })}\n`;

const server = await open();

describe('a client that has not joined', () => {
  it.each<[string, string | Buffer, string]>([
    ['a foreign player session', joinLine('psess-1'), UNKNOWN],
    ['an empty player session', joinLine(''), UNKNOWN],
    ['a key of every object as player session', joinLine('__proto__') + joinLine('toString'), UNKNOWN],
    ['no text as player session', joinLine(['psess-1']), NO_JOIN],
    ['a move', '{"type":"move","x":1,"y":1}\n', NO_JOIN],
    ['a type of every object', '{"type":"constructor"}\n', NO_JOIN],
    ['a field of the prototype', '{"__proto__":{"type":"join","playerSessionId":"psess-1"}}\n', NO_JOIN],
    [
      'a prototype beside its fields',
      '{"type":"join","playerSessionId":"psess-1","__proto__":{}}\n',
      NO_JOIN,
    ],
    ['a key twice', '{"type":"leave","type":"join","playerSessionId":"psess-1"}\n', NO_JOIN],
    ['a field too many', '{"type":"join","playerSessionId":"psess-1","x":1}\n', NO_JOIN],
    ['an empty line', '\n', NO_JOIN],
    ['null', 'null\n', NO_JOIN],
    ['a list', '[{"type":"join"}]\n', NO_JOIN],
    ['deep lists', `${'['.repeat(1_000)}\n`, NO_JOIN],
    ['a request of HTTP', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n', NO_JOIN],
    ['a byte order mark', `\uFEFF${joinLine('psess-1')}`, NO_JOIN],
    ['a line of 1,025 bytes', `${' '.repeat(1_025)}\n`, TOO_LONG],
    ['a line without an end', 'x'.repeat(100_000), TOO_LONG],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a]), NO_TEXT],
    ['half of a character', Buffer.from([0x22, 0xea, 0xb0, 0x22, 0x0a]), NO_TEXT],
  ])('is refused with %s', async (_what, bytes, answer) => {
    expect(await answerTo(server, bytes)).toBe(answer);
  });

  it('gets no answer to half a line', async () => {
    const socket = await dial(server);
    socket.end('{"type":"join","player');
    expect(await text(socket)).toBe('');
  });

  it('joins byte by byte, with a line of 1,024 bytes and the line end of Windows', async () => {
    const session = sessionOf();
    server.place(session);
    const [one, other] = session.players;
    const socket = await dial(server);
    for (const byte of joinLine(one?.playerSessionId)) socket.write(byte);
    const [first] = await once(socket, 'data');
    expect(String(first)).toContain('"joined"');
    const padded = joinLine(other?.playerSessionId).trimEnd().padStart(1_023);
    expect(await answerTo(server, `${padded}\r\n{"type":"leave"}\n`)).toMatch(
      /"joined".*\n.*"begin".*\n.*"leaving"/,
    );
    socket.destroy();
  });

  it('is refused when its first line comes too late, or only in part', async () => {
    await using impatient = await open({ timeouts: { helloMs: 30 } });
    const late = refused('The first line comes too late.');
    expect(await Promise.all([answerTo(impatient), answerTo(impatient, '{"type":')])).toEqual([late, late]);
  });

  it('keeps no player out, however many there are: the oldest of 100 is dropped', async () => {
    const session = sessionOf();
    server.place(session);
    const sockets = await Promise.all(Array.from({ length: 300 }, () => dial(server)));
    for (const socket of sockets) socket.on('error', () => undefined).resume();
    const game = await begin(server, session);
    await playToTheEnd(game);
    await eventually(() =>
      expect(
        sockets.filter(({ readableEnded, destroyed }) => readableEnded || destroyed).length,
      ).toBeGreaterThanOrEqual(200),
    );
    for (const socket of sockets) socket.destroy();
  });
});

describe('a client that has joined', () => {
  async function game() {
    const session = sessionOf();
    server.place(session);
    const ids = Object.fromEntries(
      session.players.map(({ playerId, playerSessionId }) => [playerId, playerSessionId]),
    );
    const good = await joinAs(server, session, 'Ann');
    await until(good, 'joined');
    const bad = await dial(server);
    bad.on('error', () => undefined).write(joinLine(ids['Bob']));
    await until(good, 'begin');
    return { good, bad, id: ids['Bob'] ?? '' };
  }

  it.each<[string, string | Buffer]>([
    ['a line that is too long', 'x'.repeat(2_000)],
    ['bytes that are no text', Buffer.from([0xc3, 0x28, 0x0a])],
    ['20 errors', '{}\n'.repeat(20)],
    ['a megabyte of them', '\n'.repeat(1_000_000)],
  ])('loses with %s', async (_what, bytes) => {
    const { good, bad } = await game();
    bad.write(bytes);
    expect(await until(good, 'end')).toMatchObject({ winner: 'Ann', by: 'leaving' });
    const frames = (await text(bad)).trim().split('\n');
    expect(frames.at(-1)).toMatch(/refused/);
    expect(frames.length).toBeLessThanOrEqual(23);
    bad.destroy();
  });

  it('is told its errors without their values, and its game goes on', async () => {
    const { good, bad, id } = await game();
    const lines = [
      joinLine(id),
      '{"type":"move","x":"secret","y":1}\n',
      '{"type":"move","x":1,"y":1,"__proto__":{"x":2}}\n',
      '{"type":"secret"}\n',
      'secret\n',
      '{"type":"move","x":1e999,"y":1}\n',
      '{"type":"leave"}\n',
    ];
    for (const line of lines) bad.write(line);
    const answer = await text(bad);
    expect(answer.match(/"message":"[^"]*"/g)).toEqual([
      '"message":"type: joined before"',
      '"message":"x: expected number"',
      expect.any(String),
      expect.stringContaining('type'),
      '"message":"line: not valid JSON"',
      '"message":"x: expected number"',
    ]);
    expect(answer).not.toMatch(/secret/);
    expect(answer).not.toContain(id);
    expect(await until(good, 'end')).toMatchObject({ winner: 'Ann' });
    bad.destroy();
  });

  it('is not waited for when it does not read: its connection is dropped after the end', async () => {
    await using brief = await open({ timeouts: { closeMs: 20 } });
    const session = sessionOf();
    brief.place(session);
    const good = await joinAs(brief, session, 'Ann');
    const bad = await dial(brief);
    bad.on('error', () => undefined).pause();
    bad.write(joinLine(session.players[1]?.playerSessionId));
    await until(good, 'begin');
    good.leave();
    expect((await rest(good)).at(-1)).toMatchObject({ type: 'end', winner: 'Bob' });
    await eventually(() => {
      bad.write('\n');
      expect(bad.destroyed).toBe(true);
    });
  });

  it('cannot be joined by a second connection with the same player session', async () => {
    const { good, bad, id } = await game();
    expect(await answerTo(server, joinLine(id))).toBe(UNKNOWN);
    good.leave();
    expect(await text(bad)).toMatch(/"winner":"Bob"/);
    bad.destroy();
  });
});
