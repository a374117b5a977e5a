import { setTimeout as delay } from 'node:timers/promises';
import { connectToGame, type Frame, type GameConnection } from '@hanok/game-server';
import { print, text } from '../cli/terminal.ts';
import { check, eventually } from './checks.ts';
import type { GomokuClients } from './gomoku-clients.ts';
import type { MatchClients } from './match-clients.ts';

const PLAYERS = ['Ann', 'Bob'];
const POLL_MS = 100;
const LIMIT_MS = 60_000;

/** The whole circle: two players ask for a match, play over TCP, and stand in the ranking. */
export async function showMatch(matches: MatchClients, gomoku: GomokuClients): Promise<void> {
  print(
    text`\n${PLAYERS.join(' and ')} ask for a match: POST /matchrequest, then POST /matchstatus until it has a port`,
  );
  const begun = performance.now();
  const connections = await connectionsOf(matches);
  const addresses = new Set(connections.map(({ address, port }) => `${address}:${port}`));
  check(
    'players matched on one game server',
    { players: connections.length, servers: addresses.size },
    { players: 2, servers: 1 },
  );
  print(text`    ${[...addresses].join()} after ${Math.round(performance.now() - begun)} ms`);
  const { winner, loser } = await play(connections);
  await eventually(`${winner}, who won, by Elo`, () => gomoku.player(winner), {
    Score: 1016,
    Win: 1,
    Lose: 0,
  });
  await eventually(`${loser}, who lost`, () => gomoku.player(loser), { Score: 984, Win: 0, Lose: 1 });
  await eventually('both in GET /ranking', () => standingsOf(gomoku), [
    { Player: winner, Score: 1016 },
    { Player: loser, Score: 984 },
  ]);
}

/**
 * Where the game of each player runs. A ticket waits two minutes, which are less than half a second on the clock of the
 * demo: when both have ended, both ask again.
 */
async function connectionsOf(matches: MatchClients) {
  const deadline = performance.now() + LIMIT_MS;
  while (performance.now() < deadline) {
    const tickets = await Promise.all(
      PLAYERS.map(async (player) => ({ player, id: await matches.request(player, `pass of ${player}`) })),
    );
    const found = await Promise.all(
      tickets.map(({ player, id }) => settled(() => matches.status(player, id), deadline)),
    );
    if (found.every(({ Port }) => Port > 0))
      return found.map(({ IpAddress: address, Port: port, PlayerSessionId: playerSessionId }) => ({
        ...{ address, port, playerSessionId },
      }));
  }
  throw new Error(`${PLAYERS.join(' and ')} are not matched after ${LIMIT_MS / 1000} s.`);
}

/** The status of a ticket once it has a connection or has ended without one, or at the deadline. */
async function settled(status: () => ReturnType<MatchClients['status']>, deadline: number) {
  for (;;) {
    const found = await status();
    if (found.Port > 0 || found.Status !== undefined || performance.now() > deadline) return found;
    await delay(POLL_MS);
  }
}

/** Black makes five in a row; white lets it. */
async function play(connections: readonly Parameters<typeof connectToGame>[0][]) {
  const games = await Promise.all(connections.map(connectToGame));
  print(text`\nThey play over TCP: black makes five in a row`);
  const ends = await Promise.all(games.map(playOne));
  for (const game of games) game.close();
  const winner = ends[0]?.winner ?? '';
  check(
    'the end, as both are told',
    ends,
    PLAYERS.map(() => ({ winner, by: 'row' })),
  );
  return { winner, loser: PLAYERS.find((player) => player !== winner) ?? '' };
}

/** Moves along a line of its own at each turn, until the end. */
async function playOne({ events, move }: GameConnection) {
  let stone: string | undefined;
  let moves = 0;
  for await (const event of events) {
    if (event.type === 'joined') stone = event.stone;
    if (event.type === 'end') return { winner: event.winner, by: event.by };
    if (turnAfter(event) === stone) move(moves++, stone === 'black' ? 9 : 3);
  }
  return { winner: null, by: 'a lost connection' };
}

function turnAfter(event: Frame): string | undefined {
  if (event.type === 'begin') return event.turn;
  if (event.type === 'moved') return event.stone === 'black' ? 'white' : 'black';
  return undefined;
}

async function standingsOf({ ranking }: GomokuClients): Promise<unknown> {
  const standings = await ranking();
  return Array.isArray(standings) ? standings.filter(({ Player }) => PLAYERS.includes(Player)) : standings;
}
