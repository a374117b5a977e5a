import {
  type Board,
  EMPTY_BOARD,
  isFull,
  placed,
  type Point,
  type Stone,
  stoneAt,
  winningRow,
} from './board.ts';
import { IllegalMoveError } from './errors.ts';

/** How a game ended. `row` is the whole row that wins, five stones or more. */
export type Result =
  | { winner: Stone; by: 'row'; row: readonly Point[] }
  | { winner: Stone; by: 'leaving' }
  | { winner: undefined; by: 'full board' };

/** A game at one moment; a move makes another one. `turn` is `undefined` once there is a result. */
export type Game = { readonly board: Board } & (
  | { readonly turn: Stone; readonly result: undefined }
  | { readonly turn: undefined; readonly result: Result }
);

const OTHER = { black: 'white', white: 'black' } as const;

/** Black begins. */
export function newGame(): Game {
  return { board: EMPTY_BOARD, turn: 'black', result: undefined };
}

/**
 * The game after a stone was put on a free point. Five or more in a row win, for either colour and in any direction; a
 * full board without them is a draw. Throws `IllegalMoveError` naming the field at fault; the game stays as it is.
 */
export function play(game: Game, { stone, x, y }: Point & { stone: Stone }): Game {
  const turn = checkRunning(game, stone);
  if (stone !== turn) throw new IllegalMoveError('stone', `it is the turn of ${turn}`);
  if (stoneAt(game.board, { x, y })) throw new IllegalMoveError('x', `there is a stone at x ${x}, y ${y}`);
  const board = placed(game.board, { x, y }, stone);
  const row = winningRow(board, { x, y });
  if (row) return { board, turn: undefined, result: { winner: stone, by: 'row', row } };
  if (isFull(board)) return { board, turn: undefined, result: { winner: undefined, by: 'full board' } };
  return { board, turn: OTHER[stone], result: undefined };
}

/** The game after a player left it, at its turn or not: the other one wins. Throws `IllegalMoveError`. */
export function leave(game: Game, stone: Stone): Game {
  checkRunning(game, stone);
  return { board: game.board, turn: undefined, result: { winner: OTHER[stone], by: 'leaving' } };
}

/** Whose turn it is, in a game that goes on with a player of that colour in it. */
function checkRunning({ turn }: Game, stone: Stone): Stone {
  if (turn === undefined) throw new IllegalMoveError('game', 'it has ended');
  if (stone !== 'black' && stone !== 'white') throw new IllegalMoveError('stone', 'expected black or white');
  return turn;
}
