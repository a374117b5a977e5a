import { StateFailure } from './failure.ts';

const MOST_BYTES = 262_144;

/** The failure of a result beyond 256 KiB of JSON; undefined for any other. */
export function tooLarge(name: string, result: unknown): StateFailure | undefined {
  if (Buffer.byteLength(JSON.stringify(result) ?? '') <= MOST_BYTES) return undefined;
  const reason = `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StateFailure('States.DataLimitExceeded', reason, 'limit');
}
