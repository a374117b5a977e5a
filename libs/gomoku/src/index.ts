export { type Board, type Point, SIZE, type Stone } from './board.ts';
export { IllegalMoveError } from './errors.ts';
export { type Game, leave, newGame, play, type Result } from './game.ts';
