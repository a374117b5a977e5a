import { StartMatchBackfillCommand } from '@aws-sdk/client-gamelift';
import { eventually } from '@hanok/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type MatchmakingStack, QUEUE, startMatchmaking } from '../matchmaking-stack.fixture.ts';
import type { GameServers, NewGame } from './game-servers.ts';

let stack: MatchmakingStack;
afterEach(() => stack.stop());

const ARN = 'arn:aws:gamelift:us-east-1::gamesession/fleet-1/gsess-1';

/** Servers of which a spec says what they answer. */
async function startWith(place: (game: NewGame) => ReturnType<GameServers['place']>) {
  const games: NewGame[] = [];
  const servers: GameServers = {
    place: (game) => {
      games.push(game);
      return place(game);
    },
  };
  const ruleSet = JSON.stringify({
    ...{ ruleLanguageVersion: '1.0', playerAttributes: [{ name: 'score', type: 'number', default: 1 }] },
    teams: ['blue', 'red'].map((name) => ({ name, minPlayers: 1, maxPlayers: 1 })),
  });
  const configuration = {
    ...{ FlexMatchMode: 'WITH_QUEUE', GameSessionQueueArns: [QUEUE], GameSessionData: 'data' },
    ...{ GameProperties: [{ Key: 'map', Value: 'board' }], AdditionalPlayerCount: 1 },
  };
  stack = await startMatchmaking({ servers, ruleSet, configuration });
  return games;
}

const seated = async ({ playerIds }: NewGame) => ({
  ...{ gameSessionArn: ARN, ipAddress: '127.0.0.1', port: 7777 },
  playerSessions: playerIds.map((playerId) => ({ playerId, playerSessionId: `psess-${playerId}` })),
});

async function startTwo() {
  await stack.start('a', { ann: 1000 });
  await stack.start('b', { bob: 1200 });
  await stack.pass(1);
}

describe('a match of a configuration with a queue', () => {
  it('is placed on a game server, and each ticket is told its own sessions', async () => {
    const games = await startWith(seated);
    await startTwo();
    const [game] = games;
    expect(game).toMatchObject({
      ...{ playerIds: ['ann', 'bob'], maximumPlayers: 3, gameSessionData: 'data' },
      gameProperties: [{ Key: 'map', Value: 'board' }],
    });
    const score = (valueAttribute: number) => ({ score: { attributeType: 'DOUBLE', valueAttribute } });
    expect(JSON.parse(game?.matchmakerData ?? '')).toEqual({
      matchId: game?.matchId,
      matchmakingConfigurationArn: 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/duel',
      teams: [
        { name: 'blue', players: [{ playerId: 'ann', attributes: score(1000) }] },
        { name: 'red', players: [{ playerId: 'bob', attributes: score(1200) }] },
      ],
    });
    expect(await stack.ticket('b')).toMatchObject({
      Status: 'COMPLETED',
      GameSessionConnectionInfo: {
        ...{ GameSessionArn: ARN, IpAddress: '127.0.0.1', Port: 7777 },
        MatchedPlayerSessions: [{ PlayerId: 'bob', PlayerSessionId: 'psess-bob' }],
      },
    });
    const players = [
      { playerId: 'ann', team: 'blue', playerSessionId: 'psess-ann' },
      { playerId: 'bob', team: 'red', playerSessionId: 'psess-bob' },
    ];
    expect(stack.told().at(-1)?.detail).toMatchObject({
      type: 'MatchmakingSucceeded',
      gameSessionInfo: { gameSessionArn: ARN, ipAddress: '127.0.0.1', port: 7777, players },
      tickets: players.map((player) => ({ players: [player] })),
    });
  });

  it('without a place is put back silently after the time of its queue', async () => {
    const games = await startWith(async () => undefined);
    await startTwo();
    await stack.pass(9);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'PLACING', b: 'PLACING' });
    expect(new Set(games.map(({ matchId }) => matchId)).size).toBe(1);
    stack.told();
    await stack.pass(2);
    expect(stack.told().map(({ detail }) => detail.type)).toEqual(['PotentialMatchCreated']);
    expect(new Set(games.map(({ matchId }) => matchId)).size).toBe(2);
  });

  it('whose server fails has failed', async () => {
    await startWith(async () => {
      throw new Error('no such game');
    });
    await startTwo();
    const why = {
      reason: 'UNEXPECTED_ERROR',
      message: 'An unexpected error was encountered during match placing.',
    };
    expect(await stack.ticket('a')).toMatchObject({
      ...{ Status: 'FAILED', StatusReason: why.reason, StatusMessage: why.message },
    });
    expect(stack.told().at(-1)?.detail).toMatchObject({
      ...{ type: 'MatchmakingFailed', ...why },
      tickets: [{ ticketId: 'a' }, { ticketId: 'b' }],
    });
    expect(stack.notices).toEqual([expect.stringContaining('no such game')]);
  });

  it('is dropped by a ticket that is cancelled while it is placed', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    await startWith(() => promise);
    await startTwo();
    await stack.cancel('a');
    resolve(undefined);
    await stack.pass(1);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'CANCELLED', b: 'SEARCHING' });
  });
});

describe('a backfill', () => {
  const backfill = (TicketId: string, GameSessionArn?: string) =>
    stack.client.send(
      new StartMatchBackfillCommand({
        ...{ ConfigurationName: 'duel', TicketId },
        ...(GameSessionArn !== undefined && { GameSessionArn }),
        Players: [{ PlayerId: 'ann', Team: 'blue', PlayerAttributes: { score: { N: 1 } } }],
      }),
    );

  it('brings players into the game that runs, in the teams that are open', async () => {
    const games = await startWith(seated);
    expect(await backfill('game', ARN)).toMatchObject({ MatchmakingTicket: { Status: 'QUEUED' } });
    await stack.start('b', { bob: 1 });
    await stack.pass(1);
    expect(games).toMatchObject([{ gameSessionArn: ARN, playerIds: ['bob'] }]);
    expect(await stack.ticket('b')).toMatchObject({
      ...{ Status: 'COMPLETED', Players: [{ PlayerId: 'bob', Team: 'red' }] },
      GameSessionConnectionInfo: { GameSessionArn: ARN },
    });
    expect(await stack.statuses('game')).toEqual({ game: 'COMPLETED' });
  });

  it('takes the place of an older one for the same game', async () => {
    await startWith(seated);
    await backfill('game', ARN);
    await backfill('other', `${ARN}2`);
    await backfill('newer', ARN);
    const statuses = await stack.statuses('game', 'other', 'newer');
    expect(statuses).toEqual({ game: 'CANCELLED', other: 'QUEUED', newer: 'QUEUED' });
  });

  it('needs a game where the configuration has a queue', async () => {
    await startWith(seated);
    await expect(backfill('game')).rejects.toThrow('GameSessionArn is required');
  });
});

describe('what is in flight', () => {
  it('is a ticket until a round has seen it, and a match until it is placed', async () => {
    const placed = Promise.withResolvers<void>();
    await startWith(async (game) => {
      await placed.promise;
      return seated(game);
    });
    await stack.start('a', { ann: 1000 });
    expect(stack.inFlight()).toEqual(['1 tickets that no round has seen']);
    await stack.pass(1);
    // It waits for another player.
    expect(stack.inFlight()).toEqual([]);
    await stack.start('b', { bob: 1200 });
    await stack.pass(1);
    expect(stack.inFlight()).toEqual(['1 matches on their way to a game server']);
    placed.resolve();
    await eventually(() => expect(stack.inFlight()).toEqual([]));
  });

  it('is no match that waits on the clock for room', async () => {
    await startWith(async () => undefined);
    await startTwo();
    await eventually(() => expect(stack.inFlight()).toEqual([]));
  });
});
