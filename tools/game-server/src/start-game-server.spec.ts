import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { GameServerError, startGameServer } from './index.ts';
import { begin, given, playToTheEnd, rest, sessionOf, startTable, until } from './table.fixture.ts';

const table = await startTable();
afterAll(table.stop);
const { newQueue } = table;

const folder = await mkdtemp(join(tmpdir(), 'hanok-game-server-'));
afterAll(() => rm(folder, { recursive: true }));
const DEAD_QUEUE = 'http://127.0.0.1:9/000000000000/game-result-queue';

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describe('startGameServer', () => {
  it('plays games in a process of its own, sends their results, and ends when it is stopped', async () => {
    const queue = await newQueue();
    const server = await startGameServer(given(queue.url));
    expect(server.address).toBe('127.0.0.1');
    expect(server.pid).not.toBe(process.pid);
    const [session, other] = [sessionOf(), sessionOf({ Cho: 1000, Dan: 1000 })];
    expect(await Promise.all([session, other, session].map(server.place))).toEqual([
      'placed',
      'placed',
      'placed',
    ]);
    await expect(server.place({ ...session, players: [] })).rejects.toThrow(
      new GameServerError('players: at least 2 elements'),
    );
    const game = await begin(server, session);
    expect((await playToTheEnd(game)).white).toMatchObject({ winner: game.names.black, by: 'row' });
    expect((await queue.results(2)).map(({ ResultId }) => ResultId)).toEqual([
      `${session.gameSessionId}/Ann`,
      `${session.gameSessionId}/Bob`,
    ]);
    const { black, white } = await begin(server, other);
    await server.stop();
    for (const player of [black, white])
      expect(await rest(player)).toEqual([{ type: 'end', winner: null, by: 'stopped' }]);
    expect(await accepts(server.port)).toBe(false);
    await expect(server.place(sessionOf())).rejects.toThrow('The game server has ended.');
    await server.stop();
    expect(await queue.bodies()).toEqual([]);
  });

  it('keeps results that are not sent over a kill -9, and shows no player session id', async () => {
    const stateFile = join(folder, 'results.db');
    const notices: string[] = [];
    const onNotice = (text: string) => notices.push(text);
    const killed = await startGameServer({ ...given(DEAD_QUEUE, { stateFile }), onNotice });
    const session = sessionOf();
    await killed.place(session);
    const { black, white } = await begin(killed, session);
    black.leave();
    await until(white, 'end');
    process.kill(killed.pid, 'SIGKILL');
    const line = await killed.died;
    expect(line).toBe('The game server ended with SIGKILL');
    const queue = await newQueue();
    const next = await startGameServer({ ...given(queue.url, { stateFile }), onNotice });
    expect((await queue.results(2)).map(({ PlayerName }) => PlayerName)).toEqual(['Ann', 'Bob']);
    await expect(next.place(session)).rejects.toThrow('gameSessionId: the session has ended');
    const files = await Promise.all(
      (await readdir(folder)).map((file) => readFile(join(folder, file), 'latin1')),
    );
    await next.stop();
    const shown = [line, ...notices, ...files].join();
    expect(shown).toContain(session.gameSessionId);
    for (const { playerSessionId } of session.players) expect(shown).not.toContain(playerSessionId);
  });

  it('ends with the process that started it, even when that is killed', async () => {
    const source = JSON.stringify(new URL('start-game-server.ts', import.meta.url).href);
    const parent = spawn(
      process.execPath,
      [
        '--conditions=@hanok/source',
        '--input-type=module',
        '-e',
        `import { startGameServer } from ${source};
         const { port } = await startGameServer(${JSON.stringify(given(DEAD_QUEUE))});
         process.stdout.write(String(port));`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [port] = await once(parent.stdout, 'data');
    expect(await accepts(Number(port))).toBe(true);
    parent.kill('SIGKILL');
    await eventually(async () => expect(await accepts(Number(port))).toBe(false));
  });

  it('says why it cannot start', async () => {
    const stateFile = join(folder, 'no such folder', 'results.db');
    await expect(startGameServer(given(DEAD_QUEUE, { stateFile }))).rejects.toThrow(/ENOENT.*no such folder/);
    await expect(startGameServer({ ...given(DEAD_QUEUE), maxSessions: 0 })).rejects.toThrow(/maxSessions/);
  });
});
