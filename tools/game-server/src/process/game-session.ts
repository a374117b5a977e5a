import { type Game, IllegalMoveError, leave, newGame, play, type Stone } from '@hanok/gomoku';
import type { Frame, Request } from '../protocol/frames.ts';
import type { Players } from '../results/game-results.ts';
import type { Connection } from './connection.ts';

/** How long the server waits, in milliseconds. */
export type SessionTimeouts = {
  /** From the placing of a session for both players to join. */
  joinMs: number;
  /** For each move. */
  turnMs: number;
};

/** How a game ended that counts. */
type Ending = Pick<End, 'by' | 'row'> & { winner: Stone | undefined };
type End = Extract<Frame, { type: 'end' }>;
type Seat = { connection?: Connection; hasLeft: boolean; mistakes: number };

export type GameSession = ReturnType<typeof createGameSession>;

const STONES = ['black', 'white'] as const;
const OTHER = { black: 'white', white: 'black' } as const;
const MAX_MISTAKES = 20;

/**
 * One game from its place to its end. `onEnd` is told once, before the players are: how the game ended, or nothing for
 * one that was never played. It answers by how much the scores change.
 */
export function createGameSession(options: {
  gameSessionId: string;
  players: Players;
  timeouts: SessionTimeouts;
  onEnd(ending: Ending | undefined): Record<Stone, number> | undefined;
}) {
  const { gameSessionId, players, timeouts, onEnd } = options;
  const seats: Record<Stone, Seat> = {
    black: { hasLeft: false, mistakes: 0 },
    white: { hasLeft: false, mistakes: 0 },
  };
  let game: Game | undefined;
  let hasEnded = false;
  let timer = setTimeout(missed, timeouts.joinMs);

  const tell = (frame: Frame) => STONES.forEach((stone) => seats[stone].connection?.send(frame));

  /** A player comes, with a connection that is its own until the end. */
  function join(stone: Stone, connection: Connection): void {
    seats[stone].connection = connection;
    const [player, opponent] = [players[stone].playerId, players[OTHER[stone]].playerId];
    connection.send({ type: 'joined', gameSessionId, stone, player, opponent });
    if (seats[OTHER[stone]].connection) begin();
  }

  function begin(): void {
    game = newGame();
    tell({ type: 'begin', turn: 'black' });
    const gone = STONES.find((stone) => seats[stone].hasLeft);
    if (gone) end(leave(game, gone).result, 'leaving');
    else awaitMove(game);
  }

  /** The time to join is over: who came wins, as long as it is still here. */
  function missed(): void {
    const here = STONES.find((stone) => seats[stone].connection && !seats[stone].hasLeft);
    if (here) end(leave(newGame(), OTHER[here]).result, 'timeout');
    else end(undefined);
  }

  function awaitMove({ turn }: Game): void {
    clearTimeout(timer);
    if (turn) timer = setTimeout(() => game && end(leave(game, turn).result, 'timeout'), timeouts.turnMs);
  }

  function move(stone: Stone, { x, y }: { x: number; y: number }): void {
    if (!game) return mistake(stone, 'game: it has not begun');
    try {
      game = play(game, { stone, x, y });
    } catch (error) {
      if (!(error instanceof IllegalMoveError)) throw error;
      return mistake(stone, error.message);
    }
    tell({ type: 'moved', stone, x, y });
    if (game.result) end(game.result);
    else awaitMove(game);
  }

  /** What a player sends that is no move: it is told, and leaves the game with the last of many. */
  function mistake(stone: Stone, message: string): void {
    const seat = seats[stone];
    seat.mistakes += 1;
    seat.connection?.send({ type: 'error', message });
    if (seat.mistakes < MAX_MISTAKES) return;
    seat.connection?.finish({ type: 'refused', message: `After ${MAX_MISTAKES} errors a player leaves.` });
    left(stone);
  }

  /** A player goes, on purpose or not, and cannot come back. */
  function left(stone: Stone): void {
    if (hasEnded || seats[stone].hasLeft) return;
    seats[stone].hasLeft = true;
    if (game) end(leave(game, stone).result, 'leaving');
  }

  function end(result: Game['result'], by?: 'leaving' | 'timeout'): void {
    if (hasEnded) return;
    const ending = result && { winner: result.winner, by: by ?? result.by, ...rowOf(result) };
    const diffs = onEnd(ending);
    close(ending ?? { winner: undefined, by: 'no game' }, diffs);
  }

  function close({ winner, ...how }: Ending, diffs?: Record<Stone, number>): void {
    hasEnded = true;
    clearTimeout(timer);
    for (const stone of STONES)
      seats[stone].connection?.finish({
        ...{ type: 'end', winner: winner ? players[winner].playerId : null, ...how },
        ...(diffs && { scoreDiff: diffs[stone] }),
      });
  }

  return {
    join,
    left,
    mistake,
    receive: (stone: Stone, request: Request): void => {
      if (hasEnded || seats[stone].hasLeft) return;
      if (request.type === 'move') move(stone, request);
      else if (request.type === 'leave') left(stone);
      else mistake(stone, 'type: joined before');
    },
    /** Ends the game without a result, because the server stops. */
    stop: (): void => {
      if (!hasEnded) close({ winner: undefined, by: 'stopped' });
    },
  };
}

function rowOf(result: NonNullable<Game['result']>): Pick<End, 'row'> {
  return result.by === 'row' ? { row: [...result.row] } : {};
}
