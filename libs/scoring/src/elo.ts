/** One game as one of its two players sees it; ratings are finite numbers. */
export type EloGame = { own: number; opponent: number; outcome: 'win' | 'draw' | 'loss' };

/** How far one game moves a rating. */
export type EloOptions = {
  /** The most points that one game moves: a whole number above 0, 32 unless given. Both players share it. */
  k?: number;
  /** No game takes a player below this rating; none unless given. */
  floor?: number;
  /** To whole points, halves away from zero; towards zero; or not at all. */
  rounding?: 'nearest' | 'down' | 'none';
};

const OUTCOMES = { win: 1, draw: 0, loss: -1 };
const ROUNDINGS = { nearest: Math.round, down: Math.floor, none: (points: number) => points };

/**
 * The points by which a rating changes after a game: positive when the opponent pays them, and the opponent's change
 * is exactly the negative. Where the payer has less above `floor` than is due, that is all that changes hands: the
 * other side gets no more than was paid, so the sum of all ratings stays. Throws `RangeError` naming a bad field.
 * https://en.wikipedia.org/wiki/Elo_rating_system#Mathematical_details
 */
export function eloChange({ own, opponent, outcome }: EloGame, options: EloOptions = {}): number {
  const { k = 32, floor = Number.NEGATIVE_INFINITY, rounding = 'nearest' } = options;
  check({ own, opponent, k, floor });
  const due = (k * (OUTCOMES[outcome] - advantage(own, opponent))) / 2;
  const round = ROUNDINGS[rounding];
  const room = Math.max(0, (due < 0 ? own : opponent) - floor);
  const paid = Math.min(round(Math.abs(due)), rounding === 'none' ? room : Math.floor(room));
  return due < 0 ? 0 - paid : paid;
}

/** From -1 to 1: twice the expected score less one. `tanh` is exactly odd, which makes the game exactly zero-sum. */
function advantage(own: number, opponent: number): number {
  return Math.tanh(((own - opponent) * Math.LN10) / 800);
}

function check(fields: { own: number; opponent: number; k: number; floor: number }): void {
  const { own, opponent, k, floor } = fields;
  if (!Number.isFinite(own)) throw new RangeError('own: expected a finite number');
  if (!Number.isFinite(opponent)) throw new RangeError('opponent: expected a finite number');
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError('k: expected a whole number above 0');
  if (Number.isNaN(floor)) throw new RangeError('floor: expected a number');
}
