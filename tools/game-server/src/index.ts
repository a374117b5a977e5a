export { connectToGame, type GameConnection } from './client/connect-to-game.ts';
export { GameServerError } from './errors.ts';
export type { Frame } from './protocol/frames.ts';
export type { Placement, PlacedSession } from './process/placed-session.ts';
export { type GameServer, startGameServer } from './start-game-server.ts';
