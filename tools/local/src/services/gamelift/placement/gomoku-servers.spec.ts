import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectToGame } from '@hanok/game-server';
import { eventually } from '@hanok/testing';
import { createClock } from '../../../clock.ts';
import { startSqs } from '../../sqs/sqs-stack.fixture.ts';
import type { NewGame } from './game-servers.ts';
import { createGomokuServers } from './gomoku-servers.ts';

const notices: string[] = [];
let dir: string;
let sqs: Awaited<ReturnType<typeof startSqs>>;
let servers: ReturnType<typeof createGomokuServers>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'hanok-games-'));
  sqs = await startSqs();
  await sqs.client.send(new CreateQueueCommand({ QueueName: 'game-result-queue' }));
  servers = openServers();
});
afterAll(async () => {
  await servers.stop();
  await sqs.stop();
  rmSync(dir, { recursive: true });
});

function openServers({ gatewayUrl = sqs.url, state = dir } = {}) {
  return createGomokuServers({
    ...{ region: 'us-east-1', accountId: '000000000000', gatewayUrl, clock: createClock() },
    statePath: (name) => join(state, name),
    onLine: () => undefined,
    onNotice: (text) => void notices.push(text),
  });
}

const gameOf = (matchId: string, ...playerIds: string[]): NewGame => ({
  ...{ matchId, playerIds, maximumPlayers: 2, gameProperties: [] },
  matchmakerData: JSON.stringify({ matchId, teams: [] }),
});
const place = (game: NewGame, on = servers) => on.place(game, new AbortController().signal);

async function playUntilBobLeaves(session: Awaited<ReturnType<typeof place>>): Promise<void> {
  const { ipAddress: address = '', port = 0, playerSessions = [] } = session ?? {};
  const [ann, bob] = await Promise.all(
    playerSessions.map(({ playerSessionId }) => connectToGame({ address, port, playerSessionId })),
  );
  for await (const { type } of ann?.events ?? []) if (type === 'begin') bob?.leave();
}

async function results(): Promise<string[]> {
  const bodies: string[] = [];
  const QueueUrl = `${sqs.url}/000000000000/game-result-queue`;
  await eventually(async () => {
    const { Messages = [] } = await sqs.client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    bodies.push(...Messages.map(({ Body = '' }) => Body));
    expect(bodies.length).toBeGreaterThanOrEqual(2);
  });
  return bodies.map((body) => JSON.parse(body)).toSorted((a, b) => (a.PlayerName < b.PlayerName ? -1 : 1));
}

describe('the game server of the stack', () => {
  it('starts no process when nothing waits to be sent', async () => {
    await servers.resume();
    expect(notices).toEqual([]);
    await openServers().stop();
  });

  it('seats the two players of a match, the same match once, and its results reach the queue', async () => {
    const game = gameOf('match-1', 'Ann', 'Bob');
    const session = await place(game);
    expect(session).toEqual({
      gameSessionArn: 'arn:aws:gamelift:us-east-1::gamesession/fleet-local/match-1',
      ...{ ipAddress: '127.0.0.1', port: expect.any(Number) },
      playerSessions: ['Ann', 'Bob'].map((playerId) => ({
        playerId,
        playerSessionId: expect.stringMatching(/^psess-.{36}$/),
      })),
    });
    expect(await place(game)).toEqual(session);
    await playUntilBobLeaves(session);
    const id = session?.gameSessionArn;
    expect(await results()).toEqual([
      { PlayerName: 'Ann', WinDiff: 1, LoseDiff: 0, ScoreDiff: 16, ResultId: `${id}/Ann` },
      { PlayerName: 'Bob', WinDiff: 0, LoseDiff: 1, ScoreDiff: -16, ResultId: `${id}/Bob` },
    ]);
  });

  it('sends what an earlier run could not, as soon as it may', async () => {
    const state = mkdtempSync(join(dir, 'state-'));
    const earlier = openServers({ gatewayUrl: 'http://127.0.0.1:9', state });
    await playUntilBobLeaves(await place(gameOf('match-2', 'Ann', 'Bob'), earlier));
    await earlier.stop();
    const later = openServers({ state });
    await later.resume();
    expect(await results()).toMatchObject([{ PlayerName: 'Ann' }, { PlayerName: 'Bob' }]);
    await later.stop();
  });

  it.each<[string, NewGame, string]>([
    ['three players', gameOf('match-3', 'Ann', 'Bob', 'Cho'), 'players: at most 2 elements'],
    ['one player', gameOf('match-4', 'Ann'), 'players: at least 2 elements'],
    [
      'a backfill',
      { ...gameOf('match-5', 'Ann'), gameSessionArn: 'arn' },
      'A game of Gomoku takes no players after its beginning.',
    ],
  ])('refuses %s', async (_what, game, message) => {
    await expect(place(game)).rejects.toThrow(message);
  });
});
