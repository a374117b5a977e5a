import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter, notAuthorized, userNotFound } from '../errors.ts';
import type { UserPool } from '../user-pool.ts';
import { checkCode, checkUnconfirmed, confirmUser, deliverCode, newCode } from '../users/confirmation.ts';
import { findUser } from '../users/find-user.ts';
import { addUser, attributesOf } from '../users/new-user.ts';
import { checkPassword, hashPassword } from '../users/password.ts';
import { readAttributes, requireAttributes } from '../users/user-attributes.ts';
import { attributes, clientId, password, username } from './input.ts';

const signUpInput = z.strictObject({
  ClientId: clientId,
  Username: username,
  Password: password,
  UserAttributes: attributes,
});

const confirmSignUpInput = z.strictObject({
  ClientId: clientId,
  Username: username,
  ConfirmationCode: z.string().min(1).max(2048),
});

const resendConfirmationCodeInput = z.strictObject({
  ClientId: clientId,
  Username: username,
});

/** SignUp: stores a user who is still to be confirmed. */
export const signUp = operation(signUpInput, async (context: CognitoContext, input) => {
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
});

/** ConfirmSignUp: the code proves that the user reads the address. */
export const confirmSignUp = operation(confirmSignUpInput, (context: CognitoContext, input) => {
  const { pool, client } = context.pools.client(input.ClientId);
  const user = findUser(context, pool, input.Username);
  if (user === undefined && !client.hidesUserExistence) throw userNotFound();
  if (user !== undefined) checkUnconfirmed(user);
  checkCode(context, { pool, name: input.Username }, user, input.ConfirmationCode);
  if (user !== undefined) confirmUser(context, pool, user, { email_verified: 'true' });
  return {};
});

/** ResendConfirmationCode: the code of before is no longer valid. */
export const resendConfirmationCode = operation(
  resendConfirmationCodeInput,
  (context: CognitoContext, input) => {
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
  },
);

/** What is answered for a user who does not exist, as AWS does where that is not to be seen. */
export const simulatedDelivery = {
  CodeDeliveryDetails: { Destination: 'x***@x***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
};

function sendsCode(pool: UserPool, attributes: Readonly<Record<string, string>>): boolean {
  return pool.verifiesEmail && attributes['email'] !== undefined;
}
