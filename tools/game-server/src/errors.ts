/** The game server could not start, has ended, or refuses a session; the message says why. */
export class GameServerError extends Error {
  override readonly name = 'GameServerError';
}

/** What came over a connection is no line of the protocol: too long, or not UTF-8. */
export class LineError extends Error {
  override readonly name = 'LineError';
}
