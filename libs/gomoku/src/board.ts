import { IllegalMoveError } from './errors.ts';

/** Lines of the board, both ways: points are 0 to 18. */
export const SIZE = 19;
const ENOUGH = 5;
const DIRECTIONS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: 1, y: 1 },
  { x: 1, y: -1 },
];

/** The colour of a stone. */
export type Stone = 'black' | 'white';
/** A crossing of lines: `x` and `y` are 0 to 18. */
export type Point = { x: number; y: number };
/** Row by row from the point 0, 0; `undefined` is a free point. */
export type Board = readonly (Stone | undefined)[];

export const EMPTY_BOARD: Board = Array<undefined>(SIZE * SIZE).fill(undefined);

/** The stone on a point; throws `IllegalMoveError` naming `x` or `y` when there is no such point. */
export function stoneAt(board: Board, { x, y }: Point): Stone | undefined {
  check('x', x);
  check('y', y);
  return board[indexOf(x, y)];
}

/** The board with a stone on a point more. The given board stays as it is. */
export function placed(board: Board, { x, y }: Point, stone: Stone): Board {
  return board.with(indexOf(x, y), stone);
}

/** The longest row of one colour through a point when it wins: five stones or more, from one end to the other. */
export function winningRow(board: Board, point: Point): Point[] | undefined {
  const rows = DIRECTIONS.map((step) => rowThrough(board, point, step));
  return rows.filter(({ length }) => length >= ENOUGH).toSorted((a, b) => b.length - a.length)[0];
}

export const isFull = (board: Board) => !board.includes(undefined);

function rowThrough(board: Board, point: Point, step: Point): Point[] {
  const back = { x: -step.x, y: -step.y };
  return [...same(board, point, back).toReversed(), { x: point.x, y: point.y }, ...same(board, point, step)];
}

/** The points after this one, in one direction, as far as they have its colour. */
function same(board: Board, { x, y }: Point, step: Point): Point[] {
  const stone = board[indexOf(x, y)];
  const points: Point[] = [];
  for (
    let at = { x: x + step.x, y: y + step.y };
    isOnBoard(at);
    at = { x: at.x + step.x, y: at.y + step.y }
  ) {
    if (board[indexOf(at.x, at.y)] !== stone) break;
    points.push(at);
  }
  return points;
}

const indexOf = (x: number, y: number) => y * SIZE + x;
const isLine = (value: number) => Number.isInteger(value) && value >= 0 && value < SIZE;
const isOnBoard = ({ x, y }: Point) => isLine(x) && isLine(y);

function check(field: 'x' | 'y', value: number): void {
  if (!isLine(value)) throw new IllegalMoveError(field, `expected a whole number from 0 to ${SIZE - 1}`);
}
