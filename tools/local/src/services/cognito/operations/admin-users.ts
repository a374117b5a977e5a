import { randomInt } from 'node:crypto';
import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import type { UserPool } from '../user-pool.ts';
import { confirmUser } from '../users/confirmation.ts';
import { userOf } from '../users/find-user.ts';
import { addUser, attributesOf } from '../users/new-user.ts';
import { checkPassword, hashPassword } from '../users/password.ts';
import { readAttributes } from '../users/user-attributes.ts';
import { wireAttributes, wireUser } from '../users/wire-user.ts';
import { attributes, password, poolId, username } from './input.ts';

const adminUserInput = z.strictObject({ UserPoolId: poolId, Username: username });

const adminSetUserPasswordInput = adminUserInput.extend({
  Password: password,
  Permanent: z.boolean().default(false),
});

const adminCreateUserInput = adminUserInput.extend({
  UserAttributes: attributes,
  TemporaryPassword: password.optional(),
  MessageAction: z.literal('SUPPRESS').optional(),
  DesiredDeliveryMediums: z.array(z.literal('EMAIL')).optional(),
});

const DAY_MS = 86_400_000;

/** AdminConfirmSignUp: no address counts as verified by that. */
export const adminConfirmSignUp = operation(adminUserInput, (context: CognitoContext, input) => {
  const pool = context.pools.pool(input.UserPoolId);
  confirmUser(context, pool, userOf(context, pool, input.Username));
  return {};
});

/** AdminGetUser. */
export const adminGetUser = operation(adminUserInput, (context: CognitoContext, input) => {
  const user = userOf(context, context.pools.pool(input.UserPoolId), input.Username);
  return { ...wireUser(user), UserAttributes: wireAttributes(user) };
});

/** AdminDeleteUser: with all sessions. */
export const adminDeleteUser = operation(adminUserInput, (context: CognitoContext, input) => {
  const pool = context.pools.pool(input.UserPoolId);
  context.store.users.remove(pool.id, userOf(context, pool, input.Username).username);
  return {};
});

/** AdminUserGlobalSignOut. */
export const adminUserGlobalSignOut = operation(adminUserInput, (context: CognitoContext, input) => {
  const pool = context.pools.pool(input.UserPoolId);
  context.store.sessions.revokeAllOf(pool.id, userOf(context, pool, input.Username).username);
  return {};
});

/** AdminSetUserPassword: a password that is not permanent must be changed at the next sign-in. */
export const adminSetUserPassword = operation(
  adminSetUserPasswordInput,
  async (context: CognitoContext, input) => {
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
  },
);

/** AdminCreateUser: without a password one is made, and told in a notice in place of AWS's mail. */
export const adminCreateUser = operation(adminCreateUserInput, async (context: CognitoContext, input) => {
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
});

function temporary(context: CognitoContext, pool: UserPool) {
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
