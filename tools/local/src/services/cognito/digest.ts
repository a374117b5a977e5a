import { createHash, randomBytes } from 'node:crypto';

/** A secret of 256 random bits in hexadecimal: it never begins with a dash, which command lines take for an option. */
export function newSecret(): string {
  return randomBytes(32).toString('hex');
}

/** What is stored of such a secret: it cannot be used, and the secret is found by it. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
