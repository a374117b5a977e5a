import type * as z from 'zod';
import { checkCode, deliverCode, newCode } from './confirmation-code.ts';
import { invalidParameter, notAuthorized, userNotFound } from './errors.ts';
import { findUser } from './find-user.ts';
import { addUser, aliasExists, aliasOf, attributesOf } from './new-user.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import type { confirmSignUpInput, resendConfirmationCodeInput, signUpInput } from './requests.ts';
import { readAttributes, requireAttributes } from './user-attributes.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

/** SignUp: stores a user who is still to be confirmed. */
export async function signUp(context: UserPoolContext, input: z.output<typeof signUpInput>) {
  const { pool } = context.pools.client(input.ClientId);
  if (!pool.selfSignUp) throw notAuthorized('SignUp is not permitted for this user pool');
  const written = readAttributes(pool, input.UserAttributes, 'user');
  const attributes = attributesOf(pool, input.Username, written);
  requireAttributes(pool, attributes);
  checkPassword(pool.passwordPolicy, input.Password);
  const user = addUser(context, pool, {
    name: input.Username,
    status: 'UNCONFIRMED',
    passwordHash: await hashPassword(input.Password),
    passwordExpires: undefined,
    attributes,
    code: sendsCode(pool, attributes) ? newCode(context.now()) : undefined,
  });
  return {
    UserConfirmed: false,
    UserSub: user.attributes.sub,
    ...deliverCode(context, pool, user),
  };
}

/** ConfirmSignUp: the code proves that the user reads the address. */
export function confirmSignUp(context: UserPoolContext, input: z.output<typeof confirmSignUpInput>) {
  const { pool, client } = context.pools.client(input.ClientId);
  const user = findUser(context, pool, input.Username);
  if (user === undefined && !client.hidesUserExistence) throw userNotFound();
  if (user !== undefined) checkUnconfirmed(user);
  checkCode(user, input.ConfirmationCode, context.now());
  if (user !== undefined) confirmUser(context, pool, user, { email_verified: 'true' });
  return {};
}

/** ResendConfirmationCode: the code of before is no longer valid. */
export function resendConfirmationCode(
  context: UserPoolContext,
  input: z.output<typeof resendConfirmationCodeInput>,
) {
  const { pool, client } = context.pools.client(input.ClientId);
  const user = findUser(context, pool, input.Username);
  if (user === undefined && client.hidesUserExistence) return simulatedDelivery;
  if (user === undefined) throw userNotFound();
  if (user.status === 'CONFIRMED') throw invalidParameter('User is already confirmed.');
  if (!sendsCode(pool, user.attributes))
    throw notAuthorized('Cannot resend codes. Auto verification not turned on.');
  const now = context.now();
  const again = { ...user, code: newCode(now), modifiedAt: now };
  context.store.users.update(pool.id, again);
  return deliverCode(context, pool, again);
}

/** What is answered for a user who does not exist, as AWS does where that is not to be seen. */
const simulatedDelivery = {
  CodeDeliveryDetails: { Destination: 'x***@x***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
};

/** Confirms a user, with what is known of the attributes by that. Throws ApiError when the alias is taken. */
export function confirmUser(
  context: UserPoolContext,
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

function checkUnconfirmed({ status }: User): void {
  if (status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${status}`);
}

function sendsCode(pool: UserPool, attributes: Readonly<Record<string, string>>): boolean {
  return pool.verifiesEmail && attributes['email'] !== undefined;
}
