import { isDeepStrictEqual } from 'node:util';

/** A contender did not do what it was measured for. */
export class WrongOutcomeError extends Error {
  override readonly name = 'WrongOutcomeError';
}

/** Throws `WrongOutcomeError`, naming `what`, when the two differ. */
export function requireEqual(what: string, value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected)) throw new WrongOutcomeError(`${what} is not as it must be.`);
}
