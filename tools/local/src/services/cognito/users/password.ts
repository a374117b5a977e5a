import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../../../gateway/api-error.ts';
import type { PasswordPolicy } from '../user-pool.ts';

/** The characters that count as symbols; a space does where it is neither first nor last. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]|\S \S/;

/** Throws ApiError naming the first rule that the password breaks, in AWS's words. */
export function checkPassword(policy: PasswordPolicy, password: string): void {
  const broken = rules(policy).find(({ holds }) => !holds(password));
  if (broken !== undefined) {
    const message = `Password did not conform with policy: ${broken.otherwise}`;
    throw new ApiError('InvalidPasswordException', message);
  }
}

type Rule = { holds: (password: string) => boolean; otherwise: string };

function rules(policy: PasswordPolicy): Rule[] {
  const rule = (asked: boolean, pattern: RegExp, characters: string): Rule => ({
    holds: (password) => !asked || pattern.test(password),
    otherwise: `Password must have ${characters} characters`,
  });
  return [
    { holds: ({ length }) => length >= policy.minimumLength, otherwise: 'Password not long enough' },
    rule(policy.requireUppercase, /[A-Z]/, 'uppercase'),
    rule(policy.requireLowercase, /[a-z]/, 'lowercase'),
    rule(policy.requireNumbers, /[0-9]/, 'numeric'),
    rule(policy.requireSymbols, SYMBOL, 'symbol'),
  ];
}

/** 16 MB of memory, and some 50 ms off the main thread. */
const COST = { N: 2 ** 14, r: 8, p: 1 };
const HASH_BYTES = 32;

/** Salt and scrypt hash of a password, `<salt>.<hash>` in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(password, salt)).toString('base64url')}`;
}

/** Takes as long when there is no hash, and then answers false. */
export async function matchesPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [salt = '', hash = ''] = stored?.split('.') ?? [];
  const expected = Buffer.from(hash, 'base64url');
  const derived = await derive(password, Buffer.from(salt, 'base64url'));
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
