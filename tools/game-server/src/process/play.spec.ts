import { afterAll, describe, expect, it } from '@jest/globals';
import { begin, joinAs, playToTheEnd, rest, sessionOf, startTable, until } from '../table.fixture.ts';
import { eventually, SEED_NOTE, seededRandom, seeds } from '@hanok/testing';
import type { GameConnection } from '../index.ts';

const table = await startTable();
afterAll(table.stop);
const { open } = table;

describe('a game', () => {
  it('begins with black when both are there, and is told to both until five are in a row', async () => {
    await using server = await open();
    const session = sessionOf();
    expect(server.place(session)).toBe('placed');
    const [ann, bob] = [await joinAs(server, session, 'Ann'), await joinAs(server, session, 'Bob')];
    const joined = [await until(ann, 'joined'), await until(bob, 'joined')];
    expect(joined).toMatchObject([
      { gameSessionId: session.gameSessionId, player: 'Ann', opponent: 'Bob' },
      { gameSessionId: session.gameSessionId, player: 'Bob', opponent: 'Ann' },
    ]);
    expect(joined.map(({ stone }) => stone).toSorted()).toEqual(['black', 'white']);
    const [black, white] = joined[0]?.stone === 'black' ? [ann, bob] : [bob, ann];
    expect([await until(black, 'begin'), await until(white, 'begin')]).toMatchObject([
      { turn: 'black' },
      { turn: 'black' },
    ]);
    const winner = black === ann ? 'Ann' : 'Bob';
    const row = [0, 1, 2, 3, 4].map((x) => ({ x, y: 9 }));
    expect(await playToTheEnd({ black, white })).toEqual({
      black: { type: 'end', winner, by: 'row', row, scoreDiff: 16 },
      white: { type: 'end', winner, by: 'row', row, scoreDiff: -16 },
    });
    expect([await rest(black), await rest(white)]).toEqual([[], []]);
    const outcome = (name: string) =>
      name === winner
        ? { WinDiff: 1, LoseDiff: 0, ScoreDiff: 16 }
        : { WinDiff: 0, LoseDiff: 1, ScoreDiff: -16 };
    const ids = { Ann: `${session.gameSessionId}/Ann`, Bob: `${session.gameSessionId}/Bob` };
    expect(await server.results(2)).toEqual([
      { PlayerName: 'Ann', ...outcome('Ann'), ResultId: ids.Ann },
      { PlayerName: 'Bob', ...outcome('Bob'), ResultId: ids.Bob },
    ]);
  });

  it('takes the scores from the data of the matchmaker, and 1000 where there is none', async () => {
    await using server = await open();
    const session = sessionOf({ Ann: 1400, Bob: undefined });
    server.place(session);
    const { black, white, names } = await begin(server, session);
    (names.black === 'Ann' ? black : white).leave();
    expect([await until(black, 'end'), await until(white, 'end')]).toMatchObject(
      [names.black, names.white].map((name) => ({
        winner: 'Bob',
        by: 'leaving',
        scoreDiff: name === 'Bob' ? 29 : -29,
      })),
    );
    expect(await server.results(2)).toMatchObject([{ ScoreDiff: -29 }, { ScoreDiff: 29 }]);
  });

  it('says which field of a move is wrong, and goes on', async () => {
    await using server = await open();
    const session = sessionOf();
    server.place(session);
    const { black, white } = await begin(server, session);
    white.move(1, 1);
    expect((await until(white, 'error')).message).toBe('stone: it is the turn of black');
    black.move(19, 1);
    expect((await until(black, 'error')).message).toBe('x: expected a whole number from 0 to 18');
    black.move(1, 1);
    await until(white, 'moved');
    white.move(1, 1);
    expect((await until(white, 'error')).message).toBe('x: there is a stone at x 1, y 1');
    white.move(2, 1);
    expect(await until(black, 'moved')).toMatchObject({ stone: 'black' });
    expect(await until(black, 'moved')).toEqual({ type: 'moved', stone: 'white', x: 2, y: 1 });
  });

  it('is drawn on a full board', async () => {
    await using server = await open();
    const session = sessionOf({ Ann: 1400, Bob: 1000 });
    server.place(session);
    const { black, white, names } = await begin(server, session);
    // No more than two of a colour stand in a row: 181 black ones and 180 white ones.
    const points = Array.from({ length: 361 }, (_, index) => ({ x: index % 19, y: Math.floor(index / 19) }));
    const left = Map.groupBy(points, ({ x, y }) => ((x + 2 * y) % 4 < 2 ? black : white));
    for (let turn = 0; turn < 361; turn += 1) {
      const player = turn % 2 === 0 ? black : white;
      const { x = -1, y = -1 } = left.get(player)?.pop() ?? {};
      player.move(x, y);
      await Promise.all([until(black, 'moved'), until(white, 'moved')]);
    }
    const drawn = (name: string) => ({
      ...{ type: 'end', winner: null, by: 'full board', scoreDiff: name === 'Ann' ? -13 : 13 },
    });
    expect([await until(black, 'end'), await until(white, 'end')]).toEqual([
      drawn(names.black),
      drawn(names.white),
    ]);
    expect(await server.results(2)).toMatchObject([
      { PlayerName: 'Ann', WinDiff: 0, LoseDiff: 0, ScoreDiff: -13 },
      { PlayerName: 'Bob', WinDiff: 0, LoseDiff: 0, ScoreDiff: 13 },
    ]);
  });

  it(`ends once, the same for both, whatever its players do (${SEED_NOTE})`, async () => {
    await using server = await open();
    for (const seed of seeds(100)) {
      const random = seededRandom(seed);
      const session = sessionOf({ Ann: random.between(0, 3_000), Bob: random.between(0, 3_000) });
      server.place(session);
      const { black, white } = await begin(server, session);
      const acts = [
        (player: GameConnection) => player.move(random.between(-1, 5), random.between(0, 5)),
        (player: GameConnection) => player.move(random.between(0, 18), random.between(0, 18)),
        (player: GameConnection) => random.next() < 0.05 && player.leave(),
      ];
      for (let act = random.between(0, 200); act > 0; act -= 1)
        random.pick(acts)(random.pick([black, white]));
      black.leave();
      const [one, other] = [(await rest(black)).at(-1), (await rest(white)).at(-1)];
      const ends = [one, other].filter((frame) => frame?.type === 'end');
      for (const end of ends)
        expect({ seed, winner: end.winner, by: end.by }).toEqual({
          seed,
          winner: ends[0]?.winner,
          by: ends[0]?.by,
        });
      expect({ seed, ends: ends.length > 0 }).toEqual({ seed, ends: true });
      const results = await server.results(2);
      expect({ seed, sum: results.reduce((sum, { ScoreDiff }) => sum + ScoreDiff, 0) }).toEqual({
        seed,
        sum: 0,
      });
      expect(
        results.map(({ WinDiff, PlayerName }) => WinDiff === (PlayerName === ends[0]?.winner ? 1 : 0)),
      ).toEqual([true, true]);
    }
    expect(await server.bodies()).toEqual([]);
  });

  it.each(['leaves', 'disconnects'] as const)(
    'is lost by a player who %s, and cannot be joined again',
    async (how) => {
      await using server = await open();
      const session = sessionOf();
      server.place(session);
      const { black, white, names } = await begin(server, session);
      if (how === 'leaves') black.leave();
      else black.close();
      expect(await until(white, 'end')).toEqual({
        type: 'end',
        winner: names.white,
        by: 'leaving',
        scoreDiff: 16,
      });
      const again = await joinAs(server, session, names.black);
      expect(await rest(again)).toEqual([
        { type: 'refused', message: 'playerSessionId: unknown, or used before' },
      ]);
      expect(await server.results(2)).toEqual(
        ['Ann', 'Bob'].map((name) =>
          expect.objectContaining({ PlayerName: name, WinDiff: name === names.white ? 1 : 0 }),
        ),
      );
    },
  );

  it('is lost by a player who does not move in time', async () => {
    await using server = await open({ timeouts: { turnMs: 50 } });
    const session = sessionOf();
    server.place(session);
    const { white, names } = await begin(server, session);
    expect(await until(white, 'end')).toMatchObject({ winner: names.white, by: 'timeout', scoreDiff: 16 });
    expect(await server.results(2)).toHaveLength(2);
  });

  it('is lost by a player who does not come in time', async () => {
    await using server = await open({ timeouts: { joinMs: 100 } });
    const end = await eventually(async () => {
      const session = sessionOf();
      server.place(session);
      return until(await joinAs(server, session, 'Ann'), 'end'); // Under load, Ann herself may come too late.
    });
    expect(end).toMatchObject({ winner: 'Ann', by: 'timeout', scoreDiff: 16 });
    expect(await server.results(2)).toMatchObject([
      { PlayerName: 'Ann', WinDiff: 1 },
      { PlayerName: 'Bob', LoseDiff: 1 },
    ]);
  });

  it('is lost by a player who goes before the other one comes', async () => {
    await using server = await open();
    const session = sessionOf();
    server.place(session);
    const ann = await joinAs(server, session, 'Ann');
    await until(ann, 'joined');
    ann.leave();
    const bob = await joinAs(server, session, 'Bob');
    expect(await until(bob, 'end')).toMatchObject({ winner: 'Bob', by: 'leaving' });
    expect(await server.results(2)).toHaveLength(2);
  });

  it('has no result when no player comes, or the one who comes does not wait for the other', async () => {
    await using server = await open({ timeouts: { joinMs: 100 }, maxSessions: 1 });
    server.place(sessionOf());
    const end = await eventually(async () => {
      const session = sessionOf();
      expect(server.place(session)).toBe('placed');
      const ann = await joinAs(server, session, 'Ann');
      ann.leave();
      return until(ann, 'end');
    });
    expect(end).toEqual({ type: 'end', winner: null, by: 'no game' });
    expect(await server.bodies()).toEqual([]);
  });

  it('ends without a result when the server stops', async () => {
    const server = await open();
    const session = sessionOf();
    server.place(session);
    const { black, white } = await begin(server, session);
    await server.stop();
    const stopped = { type: 'end', winner: null, by: 'stopped' };
    expect([await rest(black), await rest(white)]).toEqual([[stopped], [stopped]]);
    expect(await server.bodies()).toEqual([]);
  });
});

describe('placing a session', () => {
  it('is the same for the same session again, and refused for another one under its id or its player sessions', async () => {
    await using server = await open();
    const session = sessionOf();
    expect([server.place(session), server.place(structuredClone(session))]).toEqual(['placed', 'placed']);
    expect(() => server.place({ ...sessionOf(), gameSessionId: session.gameSessionId })).toThrow(
      'gameSessionId: another session has it',
    );
    expect(() => server.place({ ...sessionOf(), players: session.players })).toThrow(
      'players: a player session of another game session',
    );
    await begin(server, session);
  });

  it('is refused after the end of the session, so that no session has two results', async () => {
    await using server = await open();
    const session = sessionOf();
    server.place(session);
    const { black, white } = await begin(server, session);
    black.leave();
    await until(white, 'end');
    expect(() => server.place(session)).toThrow('gameSessionId: the session has ended');
    expect(await server.results(2)).toHaveLength(2);
  });

  it('is full at the limit, until a session ends', async () => {
    await using server = await open({ maxSessions: 1 });
    const [first, second] = [sessionOf(), sessionOf()];
    expect([server.place(first), server.place(second)]).toEqual(['placed', 'full']);
    const { black, white } = await begin(server, first);
    black.leave();
    await until(white, 'end');
    expect(server.place(second)).toBe('placed');
    expect(await server.results(2)).toHaveLength(2);
  });

  const good = sessionOf();
  const [one, other] = good.players;
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'missing'],
    ['no session id', { ...good, gameSessionId: '' }, 'gameSessionId: at least 1 characters'],
    ['one player', { ...good, players: [one] }, 'players: at least 2 elements'],
    [
      'the same player twice',
      { ...good, players: [one, { ...other, playerId: one?.playerId }] },
      'players: the same player twice',
    ],
    [
      'the same player session twice',
      { ...good, players: [one, { ...other, playerSessionId: one?.playerSessionId }] },
      'players: the same player session twice',
    ],
    ['data that is no JSON', { ...good, matchmakerData: '{' }, 'matchmakerData: not valid JSON'],
    [
      'a score that is no number',
      {
        ...good,
        matchmakerData:
          '{"teams":[{"players":[{"playerId":"Ann","attributes":{"score":{"valueAttribute":"9"}}}]}]}',
      },
      'matchmakerData.teams.0.players.0.attributes.score.valueAttribute: expected number',
    ],
    [
      'a score that makes no rating',
      {
        ...good,
        matchmakerData:
          '{"teams":[{"players":[{"playerId":"Ann","attributes":{"score":{"valueAttribute":1e999}}}]}]}',
      },
      'matchmakerData.teams.0.players.0.attributes.score.valueAttribute: expected number',
    ],
    [
      'a name with half a character',
      { ...good, players: [{ ...one, playerId: '\ud800' }, other] },
      'players.0.playerId: has a lone surrogate',
    ],
  ])('names what is wrong with %s', async (_what, session, message) => {
    await using server = await open();
    expect(() => server.place(session)).toThrow(message);
  });
});
