import { randomInt } from 'node:crypto';
import type * as z from 'zod';
import { wireAttributes } from './current-user.ts';
import { userOf } from './find-user.ts';
import { addUser, attributesOf } from './new-user.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import type { adminCreateUserInput, adminSetUserPasswordInput, adminUserInput } from './requests.ts';
import { confirmUser } from './sign-up.ts';
import { readAttributes } from './user-attributes.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

const DAY_MS = 86_400_000;

type NamedUser = z.output<typeof adminUserInput>;

/** AdminConfirmSignUp: no address counts as verified by that. */
export function adminConfirmSignUp(context: UserPoolContext, input: NamedUser) {
  const pool = context.pools.pool(input.UserPoolId);
  confirmUser(context, pool, userOf(context, pool, input.Username));
  return {};
}

/** AdminGetUser. */
export function adminGetUser(context: UserPoolContext, input: NamedUser) {
  const user = userOf(context, context.pools.pool(input.UserPoolId), input.Username);
  return { ...wireUser(user), UserAttributes: wireAttributes(user) };
}

/** AdminDeleteUser: with all sessions. */
export function adminDeleteUser(context: UserPoolContext, input: NamedUser) {
  const pool = context.pools.pool(input.UserPoolId);
  context.store.users.remove(pool.id, userOf(context, pool, input.Username).username);
  return {};
}

/** AdminUserGlobalSignOut. */
export function adminUserGlobalSignOut(context: UserPoolContext, input: NamedUser) {
  const pool = context.pools.pool(input.UserPoolId);
  context.store.sessions.revokeAllOf(pool.id, userOf(context, pool, input.Username).username);
  return {};
}

/** AdminSetUserPassword: a password that is not permanent must be changed at the next sign-in. */
export async function adminSetUserPassword(
  context: UserPoolContext,
  input: z.output<typeof adminSetUserPasswordInput>,
) {
  const pool = context.pools.pool(input.UserPoolId);
  userOf(context, pool, input.Username);
  checkPassword(pool.passwordPolicy, input.Password);
  const passwordHash = await hashPassword(input.Password);
  const user = userOf(context, pool, input.Username);
  const { status, passwordExpires } = input.Permanent
    ? { status: 'CONFIRMED' as const, passwordExpires: undefined }
    : temporary(context, pool);
  const modifiedAt = context.now();
  context.store.users.update(pool.id, { ...user, status, passwordHash, passwordExpires, modifiedAt });
  return {};
}

/** AdminCreateUser: without a password one is made, and told in a notice in place of AWS's mail. */
export async function adminCreateUser(
  context: UserPoolContext,
  input: z.output<typeof adminCreateUserInput>,
) {
  const pool = context.pools.pool(input.UserPoolId);
  const written = readAttributes(pool, input.UserAttributes, 'administrator');
  const attributes = attributesOf(pool, input.Username, written);
  const password = input.TemporaryPassword ?? makePassword(pool);
  checkPassword(pool.passwordPolicy, password);
  const passwordHash = await hashPassword(password);
  const asked = { name: input.Username, attributes, passwordHash, code: undefined };
  const user = addUser(context, pool, { ...asked, ...temporary(context, pool) });
  if (input.MessageAction !== 'SUPPRESS')
    context.notify(`User pool ${pool.name}: the temporary password of ${input.Username} is ${password}`);
  return { User: { ...wireUser(user), Attributes: wireAttributes(user) } };
}

/** A user without attributes as the API writes it, times in seconds. Every user is enabled. */
export function wireUser({ username, status, createdAt, modifiedAt }: User) {
  return {
    Username: username,
    UserStatus: status,
    Enabled: true,
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: modifiedAt / 1000,
  };
}

function temporary(context: UserPoolContext, pool: UserPool) {
  const validityMs = pool.passwordPolicy.temporaryPasswordValidityDays * DAY_MS;
  return { status: 'FORCE_CHANGE_PASSWORD' as const, passwordExpires: context.now() + validityMs };
}

/** Four kinds of characters in turn, so that every policy is met. */
function makePassword({ passwordPolicy: { minimumLength } }: UserPool): string {
  const kinds = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+-=?@'];
  const length = Math.max(minimumLength, 16);
  const pick = (kind = '') => kind.charAt(randomInt(kind.length));
  return Array.from({ length }, (_, index) => pick(kinds[index % kinds.length])).join('');
}
