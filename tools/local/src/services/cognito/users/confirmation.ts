import { randomInt, timingSafeEqual } from 'node:crypto';
import { ApiError } from '../../../gateway/api-error.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { notAuthorized } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import type { UserPool } from '../user-pool.ts';
import { whoIs } from './find-user.ts';
import { aliasExists, aliasOf } from './new-user.ts';

const VALIDITY_MS = 24 * 60 * 60 * 1000;

/** How long a code for a new password is valid. */
export const RESET_VALIDITY_MS = 60 * 60 * 1000;

/** Six digits that are valid for a day, or as long as it says. */
export function newCode(now: number, validityMs = VALIDITY_MS): NonNullable<User['code']> {
  return { value: String(randomInt(1_000_000)).padStart(6, '0'), expires: now + validityMs };
}

/** Tells the user's code in a notice, and answers where AWS would have mailed it; nothing without address or code. */
export function deliverCode(
  context: CognitoContext,
  pool: UserPool,
  { attributes, code }: User,
  purpose = 'confirmation',
) {
  const { email } = attributes;
  if (email === undefined || code === undefined) return {};
  context.notify(`User pool ${pool.name}: the ${purpose} code for ${email} is ${code.value}`);
  return {
    CodeDeliveryDetails: { Destination: masked(email), DeliveryMedium: 'EMAIL', AttributeName: 'email' },
  };
}

/** Throws ApiError when the code is another one, or too old, or when too many were tried on the user of this name. */
export function checkCode(
  context: CognitoContext,
  { pool, name }: { pool: UserPool; name: string },
  user: User | undefined,
  code: string,
): void {
  context.attempts.atCode(whoIs(context, pool, name), () => {
    const sent = user?.code;
    if (sent === undefined || !sameText(sent.value, code)) {
      const message = 'Invalid verification code provided, please try again.';
      throw new ApiError('CodeMismatchException', message);
    }
    if (sent.expires <= context.now())
      throw new ApiError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  });
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `u***@e***`, as AWS writes where a code went. */
function masked(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}

/** Confirms a user, with what is known of the attributes by that. Throws ApiError when the alias is taken. */
export function confirmUser(
  context: CognitoContext,
  pool: UserPool,
  user: User,
  known: Readonly<Record<string, string>> = {},
): void {
  checkUnconfirmed(user);
  const attributes = { ...user.attributes, ...known };
  const confirmed = {
    ...user,
    status: 'CONFIRMED' as const,
    attributes,
    code: undefined,
    modifiedAt: context.now(),
  };
  if (!context.store.users.update(pool.id, confirmed, aliasOf(pool, confirmed))) throw aliasExists();
}

export function checkUnconfirmed({ status }: User): void {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}
