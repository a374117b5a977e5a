/** What the rules do not allow; `field` is what was wrong: `game`, `stone`, `x` or `y`. */
export class IllegalMoveError extends Error {
  override readonly name = 'IllegalMoveError';
  readonly field: 'game' | 'stone' | 'x' | 'y';

  constructor(field: IllegalMoveError['field'], problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
