import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter, notAuthorized, userNotFound } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import { checkCode, deliverCode, newCode, RESET_VALIDITY_MS } from '../users/confirmation.ts';
import { findUser } from '../users/find-user.ts';
import { checkPassword, hashPassword } from '../users/password.ts';
import { clientId, password, username } from './input.ts';
import { simulatedDelivery } from './sign-up.ts';

const forgotPasswordInput = z.strictObject({ ClientId: clientId, Username: username });
const confirmForgotPasswordInput = z.strictObject({
  ClientId: clientId,
  Username: username,
  ConfirmationCode: z.string().min(1).max(2048),
  Password: password,
});

/** ForgotPassword: the code for a new password goes to the address that the user has proven; the old one still holds. */
export const forgotPassword = operation(forgotPasswordInput, (context: CognitoContext, input) => {
  const { pool, client } = context.pools.client(input.ClientId);
  const user = findUser(context, pool, input.Username);
  if (user === undefined && client.hidesUserExistence) return simulatedDelivery;
  if (user === undefined) throw userNotFound();
  checkReset(user);
  const now = context.now();
  const asked = { ...user, code: newCode(now, RESET_VALIDITY_MS), modifiedAt: now };
  context.store.users.update(pool.id, asked);
  return deliverCode(context, pool, asked, 'password reset');
});

/** ConfirmForgotPassword: the code sets a password, once. */
export const confirmForgotPassword = operation(
  confirmForgotPasswordInput,
  async (context: CognitoContext, input) => {
    const { pool, client } = context.pools.client(input.ClientId);
    const user = findUser(context, pool, input.Username);
    if (user === undefined && !client.hidesUserExistence) throw userNotFound();
    // The code of a user who is not confirmed yet is for that.
    const asked = { pool, name: input.Username };
    checkCode(context, asked, user?.status === 'CONFIRMED' ? user : undefined, input.ConfirmationCode);
    checkPassword(pool.passwordPolicy, input.Password);
    const passwordHash = await hashPassword(input.Password);
    // The code may have been used, or another one sent, in the meantime.
    const current = findUser(context, pool, input.Username);
    checkCode(context, asked, current, input.ConfirmationCode);
    if (current === undefined) throw userNotFound();
    const changed = { ...current, passwordHash, passwordExpires: undefined, code: undefined };
    context.store.users.update(pool.id, { ...changed, modifiedAt: context.now() });
    return {};
  },
);

function checkReset({ status, attributes }: User): void {
  if (status === 'FORCE_CHANGE_PASSWORD')
    throw notAuthorized('User password cannot be reset in the current state.');
  if (status !== 'CONFIRMED' || attributes['email_verified'] !== 'true' || attributes['email'] === undefined)
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
}
