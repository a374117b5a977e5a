export { eloChange, type EloGame, type EloOptions } from './elo.ts';
export { ResultIdReusedError } from './errors.ts';
export { legacyEloChange } from './legacy-elo.ts';
export { START_SCORE } from './player-change.ts';
export { recordGameResults } from './record-game-results.ts';
export { createScoring, type GivenResult, type ResultFailure, type Scoring } from './scoring.ts';
export { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from './tables/definitions.ts';
export type { Player } from './tables/player.ts';
export { createPlayerTable, type PlayerTable } from './tables/player-table.ts';
