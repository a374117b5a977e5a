import { createHash } from 'node:crypto';
import type { DrawRequest } from './draw-request.ts';

/**
 * What binds a draw to its seed and names before either is shown: SHA-256, in hex, of the JSON text of
 * `[seed, names, teams, size]`.
 */
export function commitmentTo({ names, teams, size }: Omit<DrawRequest, 'seed'>, seed: string): string {
  return createHash('sha256')
    .update(JSON.stringify([seed, names, teams, size]))
    .digest('hex');
}
