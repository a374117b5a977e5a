import { createHash } from 'node:crypto';

/** A resource id that stays the same for a path: ten lower-case characters, as API Gateway's have. */
export function resourceIdOf(resourcePath: string): string {
  const digest = createHash('sha256').update(resourcePath).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(0, 10);
}
