import { type Board, type Point, SIZE, type Stone } from './index.ts';

/** Every point from which five stones of one colour lie in a row: nothing but the rule, over the whole board. */
export function fives(board: Board): { stone: Stone; points: Point[] }[] {
  const found: { stone: Stone; points: Point[] }[] = [];
  const at = ({ x, y }: Point) =>
    x < 0 || y < 0 || x >= SIZE || y >= SIZE ? undefined : board[y * SIZE + x];
  for (let y = 0; y < SIZE; y += 1)
    for (let x = 0; x < SIZE; x += 1)
      for (const [dx, dy] of [
        [1, 0],
        [0, 1],
        [1, 1],
        [1, -1],
      ] as const) {
        const points = [0, 1, 2, 3, 4].map((n) => ({ x: x + n * dx, y: y + n * dy }));
        const stone = at({ x, y });
        if (stone && points.every((point) => at(point) === stone)) found.push({ stone, points });
      }
  return found;
}

const allPoints: Point[] = Array.from({ length: SIZE * SIZE }, (_, index) => ({
  x: index % SIZE,
  y: Math.floor(index / SIZE),
}));
/** A full board on which no more than two stones of a colour stand in a row: 181 black ones and 180 white ones. */
export const DRAWN = {
  black: allPoints.filter(({ x, y }) => (x + 2 * y) % 4 < 2),
  white: allPoints.filter(({ x, y }) => (x + 2 * y) % 4 >= 2),
};
