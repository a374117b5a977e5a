import { describe, expect, it } from '@jest/globals';
import { SEED_NOTE, seededRandom, type SeededRandom, seeds } from '@hanok/testing';
import { type Game, IllegalMoveError, leave, newGame, play, type Point, SIZE, type Stone } from './index.ts';
import { DRAWN, fives } from './slow-rules.fixture.ts';

const GAMES = seeds(2_000);
const OTHER = { black: 'white', white: 'black' } as const;
const at = (x: number, y: number): Point => ({ x, y });
const moved = (game: Game, point: Point) => play(game, { stone: game.turn ?? 'black', ...point });
/** Black plays the points in this order; white answers far from them, and never in a row. */
const played = (black: readonly Point[]) =>
  black.reduce((game, point, index) => {
    const after = moved(game, point);
    return after.result ? after : moved(after, at((index * 4) % SIZE, SIZE - 1 - Math.floor(index / 5)));
  }, newGame());
/** Moves on a square of the board, so that rows come about, until the game ends or the square is full. */
function randomGame(random: SeededRandom): { games: Game[]; moves: (Point & { stone: Stone })[] } {
  const side = random.between(3, SIZE);
  const [left, top] = [random.between(0, SIZE - side), random.between(0, SIZE - side)];
  const points = Array.from({ length: side * side }, (_, n) =>
    at(left + (n % side), top + Math.floor(n / side)),
  );
  const games = [newGame()];
  const moves = [];
  for (const point of random.shuffle(points)) {
    const { turn } = games.at(-1) ?? newGame();
    if (!turn) break;
    moves.push({ stone: turn, ...point });
    games.push(play(games.at(-1) ?? newGame(), { stone: turn, ...point }));
  }
  return { games, moves };
}

describe('play', () => {
  it('lets black begin, then the two take turns', () => {
    const game = moved(moved(newGame(), at(9, 9)), at(10, 9));
    expect(newGame().turn).toBe('black');
    expect(game.turn).toBe('black');
    expect([game.board[9 * SIZE + 9], game.board[9 * SIZE + 10]]).toEqual(['black', 'white']);
  });

  it.each<[string, Point[]]>([
    ['along a line', [0, 1, 2, 3, 4].map((n) => at(n, 0))],
    ['up a line, at the edge', [0, 1, 2, 3, 4].map((n) => at(18, n))],
    ['down a diagonal', [0, 1, 2, 3, 4].map((n) => at(n + 3, n + 2))],
    ['up a diagonal', [0, 1, 2, 3, 4].map((n) => at(n, 4 - n))],
    ['with the last stone in the middle', [0, 1, 3, 4, 2].map((n) => at(n, 7))],
  ])('gives the game to five in a row %s', (_where, points) => {
    expect(played(points.slice(0, 4)).result).toBeUndefined();
    expect(played(points)).toMatchObject({
      turn: undefined,
      result: { winner: 'black', by: 'row', row: expect.arrayContaining(points) },
    });
  });

  it('counts six and nine in a row as won, and names the whole row', () => {
    const six = [0, 1, 2, 4, 5, 3].map((n) => at(n, 6));
    const nine = [0, 1, 2, 3, 5, 6, 7, 8, 4].map((n) => at(n, 6));
    expect(played(six).result).toMatchObject({ by: 'row', row: six.toSorted((a, b) => a.x - b.x) });
    expect(played(nine).result).toMatchObject({ by: 'row', row: nine.toSorted((a, b) => a.x - b.x) });
  });

  it('does not go on over the edge into the next line', () => {
    expect(played([at(17, 3), at(18, 3), at(0, 4), at(1, 4), at(2, 4)]).result).toBeUndefined();
  });

  it('allows double threes and other moves that Renju forbids', () => {
    const cross = [at(8, 9), at(10, 9), at(9, 8), at(9, 10), at(9, 9)];
    expect(played(cross)).toMatchObject({ result: undefined });
  });

  it('is drawn when the board is full without a row, whatever the order of the moves', () => {
    for (const seed of seeds(20)) {
      const random = seededRandom(seed);
      const left = { black: random.shuffle(DRAWN.black), white: random.shuffle(DRAWN.white) };
      let game = newGame();
      let moves = 0;
      for (; game.turn; moves += 1)
        game = play(game, { stone: game.turn, ...(left[game.turn].pop() ?? at(-1, -1)) });
      expect({ moves, result: game.result }).toEqual({
        moves: SIZE * SIZE,
        result: { winner: undefined, by: 'full board' },
      });
    }
  });

  it('is won, not drawn, when the last stone of a full board makes the row', () => {
    const line = [0, 1, 2, 3, 4].map((n) => at(n, 0));
    const isLine = ({ x, y }: Point) => y === 0 && x < 5;
    // Two white points of the row become black, two black ones elsewhere white.
    const spare = DRAWN.black
      .filter((point) => !isLine(point))
      .slice(-1)
      .concat(at(0, 18));
    const isSpare = (point: Point) => spare.some(({ x, y }) => x === point.x && y === point.y);
    const black = [...DRAWN.black.filter((point) => !isLine(point) && !isSpare(point)), ...line];
    const white = [...DRAWN.white.filter((point) => !isLine(point)), ...spare];
    expect([black.length, white.length]).toEqual([181, 180]);
    let game = newGame();
    for (let turn = 0; turn < SIZE * SIZE; turn += 1)
      game = moved(game, (turn % 2 === 0 ? black : white)[Math.floor(turn / 2)] ?? at(-1, -1));
    expect(game.result).toMatchObject({ winner: 'black', by: 'row' });
  });

  it(`says the same as the rule over the whole board in ${GAMES.length} random games (${SEED_NOTE})`, () => {
    const ends = { row: 0, open: 0 };
    for (const seed of GAMES) {
      const { games, moves } = randomGame(seededRandom(seed));
      const last = games.at(-1) ?? newGame();
      for (const game of games.slice(-3, -1))
        expect({ seed, fives: fives(game.board) }).toEqual({ seed, fives: [] });
      const found = fives(last.board);
      expect({ seed, won: last.result?.by === 'row' }).toEqual({ seed, won: found.length > 0 });
      ends[last.result ? 'row' : 'open'] += 1;
      if (last.result?.by !== 'row') continue;
      const { winner, row } = last.result;
      expect({ seed, winner }).toEqual({ seed, winner: moves.at(-1)?.stone });
      expect(
        found.some(({ stone, points }) => stone === winner && points.every((each) => row.some(equals(each)))),
      ).toBe(true);
    }
    expect(Math.min(ends.row, ends.open)).toBeGreaterThan(0);
  });

  it('leaves the game before as it was, and gives the same game for the same moves', () => {
    const { games, moves } = randomGame(seededRandom(7));
    const kept = structuredClone(games);
    expect(moves.reduce(play, newGame())).toEqual(games.at(-1));
    expect(games).toEqual(kept);
  });
});

const equals = (one: Point) => (other: Point) => one.x === other.x && one.y === other.y;

describe('leave', () => {
  it.each(['black', 'white'] as const)(
    'lets the other one win when %s leaves, at its turn or not',
    (stone) => {
      for (const game of [newGame(), moved(newGame(), at(3, 3))])
        expect(leave(game, stone)).toEqual({
          board: game.board,
          turn: undefined,
          result: { winner: OTHER[stone], by: 'leaving' },
        });
    },
  );
});

describe('what the rules refuse', () => {
  const begun = moved(newGame(), at(9, 9));
  const refusal = (attempt: () => unknown) => {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof IllegalMoveError)) throw error;
      return { field: error.field, message: error.message };
    }
  };
  /** As from a caller without types. */
  const untyped = (value: unknown) => value as never;

  it.each<[unknown]>([
    [-1],
    [19],
    [0.5],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['3'],
    [null],
    [undefined],
    [[3]],
    [{}],
    [true],
    [3n],
  ])('names x and y when they are %p', (value) => {
    const message = (field: string) => `${field}: expected a whole number from 0 to 18`;
    expect(refusal(() => play(begun, { stone: 'white', x: untyped(value), y: 3 }))).toEqual({
      field: 'x',
      message: message('x'),
    });
    expect(refusal(() => play(begun, { stone: 'white', x: 3, y: untyped(value) }))).toEqual({
      field: 'y',
      message: message('y'),
    });
  });

  it('names the stone out of turn, and one that is no colour of the game', () => {
    const colours = [
      'red',
      '',
      'Black',
      'toString',
      '__proto__',
      'constructor',
      null,
      undefined,
      0,
      ['white'],
    ];
    expect(refusal(() => play(begun, { stone: 'black', x: 1, y: 1 }))).toEqual({
      field: 'stone',
      message: 'stone: it is the turn of white',
    });
    for (const stone of colours.map(untyped)) {
      expect(refusal(() => play(begun, { stone, x: 1, y: 1 }))).toMatchObject({ field: 'stone' });
      expect(refusal(() => leave(begun, stone))).toEqual({
        field: 'stone',
        message: 'stone: expected black or white',
      });
    }
  });

  it('names the point that has a stone', () => {
    expect(refusal(() => moved(begun, at(9, 9)))).toEqual({
      field: 'x',
      message: 'x: there is a stone at x 9, y 9',
    });
  });

  it('takes no move and no leaving after the end', () => {
    const ended = { field: 'game', message: 'game: it has ended' };
    for (const game of [leave(begun, 'black'), played([0, 1, 2, 3, 4].map((n) => at(n, 0)))]) {
      expect(refusal(() => play(game, { stone: 'white', x: 5, y: 5 }))).toEqual(ended);
      expect(refusal(() => leave(game, 'white'))).toEqual(ended);
    }
  });
});
