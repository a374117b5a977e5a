import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * The work of one hash: it takes `128 * N * R` bytes of memory, and time that grows with `N * R * P`. The bounds keep a
 * damaged item from taking all memory. https://www.rfc-editor.org/rfc/rfc7914
 */
export const scryptCost = z.object({
  N: z.int().check(
    z.minimum(2),
    z.maximum(2 ** 17),
    z.refine((value) => (value & (value - 1)) === 0, { error: 'expected a power of two' }),
  ),
  R: z.int().check(z.minimum(1), z.maximum(16)),
  P: z.int().check(z.minimum(1), z.maximum(16)),
});
export type ScryptCost = z.infer<typeof scryptCost>;

/**
 * As strong as 128 MB at once (N = 2^17, P = 1), but five times 16 MB in turn, which a function of 128 MB has room for.
 * It takes a quarter of a second of a whole processor; a function of 256 MB has a seventh of one.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
export const SCRYPT_COST: ScryptCost = { N: 2 ** 14, R: 8, P: 5 };

/** What is stored instead of a password, with the work that it took. */
export const passwordHash = z.extend(scryptCost, {
  Salt: z.instanceof(Uint8Array),
  Hash: z.instanceof(Uint8Array),
});
export type PasswordHash = z.infer<typeof passwordHash>;

/** How passwords are kept. `hash` and `matches` take the same time, and it does not depend on the password. */
export type Passwords = {
  hash(password: string): Promise<PasswordHash>;
  matches(password: string, stored: PasswordHash): Promise<boolean>;
  /** Whether the stored hash took another work than new ones take. */
  isOutdated(stored: PasswordHash): boolean;
};

/** Passwords by scrypt at this cost, `SCRYPT_COST` unless given. */
export function createPasswords(cost: ScryptCost = SCRYPT_COST): Passwords {
  return {
    hash: async (password) => {
      const Salt = Uint8Array.from(randomBytes(SALT_BYTES));
      return { ...cost, Salt, Hash: await derive(password, { ...cost, Salt }, HASH_BYTES) };
    },
    matches: async (password, stored) => {
      const derived = await derive(password, stored, stored.Hash.length);
      return stored.Hash.length > 0 && timingSafeEqual(derived, stored.Hash);
    },
    isOutdated: ({ N, R, P }) => N !== cost.N || R !== cost.R || P !== cost.P,
  };
}

/** Compares in a time that tells nothing of where the texts differ. */
export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

function derive(
  password: string,
  { N, R, P, Salt }: Omit<PasswordHash, 'Hash'>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  // Node refuses more than `maxmem`: what the algorithm needs, and a little for its blocks.
  const options = { N, r: R, p: P, maxmem: 128 * R * (N + P + 2) + 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password, Salt, length, options, (error, key) =>
      error ? reject(error) : resolve(Uint8Array.from(key)),
    );
  });
}
