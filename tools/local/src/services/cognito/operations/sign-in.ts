import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter, notAuthorized, notSupported, userNotFound } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import { type ClientOfPool, openSession, refreshSession } from '../tokens/sessions.ts';
import type { ExplicitAuthFlow } from '../user-pool.ts';
import { findUser, whoIs } from '../users/find-user.ts';
import { matchesPassword } from '../users/password.ts';
import { openChallenge } from './auth-challenge.ts';
import { clientId, poolId, requiredParameter } from './input.ts';

const AUTH_FLOWS = [
  ...['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH', 'REFRESH_TOKEN_AUTH'],
  ...['REFRESH_TOKEN', 'USER_SRP_AUTH', 'CUSTOM_AUTH', 'USER_AUTH'],
] as const;

const initiateAuthInput = z.strictObject({
  ClientId: clientId,
  AuthFlow: z.enum(AUTH_FLOWS),
  AuthParameters: z.record(z.string(), z.string()).default({}),
});

const adminInitiateAuthInput = initiateAuthInput.extend({ UserPoolId: poolId });

type Input = z.output<typeof initiateAuthInput>;

/** InitiateAuth: USER_PASSWORD_AUTH and REFRESH_TOKEN_AUTH. */
export const initiateAuth = operation(initiateAuthInput, async (context: CognitoContext, input) => {
  const found = context.pools.client(input.ClientId);
  if (input.AuthFlow.startsWith('ADMIN_')) throw invalidParameter('Initiate Auth method not supported.');
  if (input.AuthFlow !== 'USER_PASSWORD_AUTH') return refreshOrRefuse(context, found, input);
  allow(found, 'ALLOW_USER_PASSWORD_AUTH', 'USER_PASSWORD_AUTH flow not enabled for this client');
  return signIn(context, found, input);
});

/** AdminInitiateAuth: ADMIN_USER_PASSWORD_AUTH, also by its old name ADMIN_NO_SRP_AUTH, and REFRESH_TOKEN_AUTH. */
export const adminInitiateAuth = operation(adminInitiateAuthInput, async (context: CognitoContext, input) => {
  const found = context.pools.client(input.ClientId, input.UserPoolId);
  if (input.AuthFlow === 'USER_PASSWORD_AUTH') throw invalidParameter('Initiate Auth method not supported.');
  if (!input.AuthFlow.startsWith('ADMIN_')) return refreshOrRefuse(context, found, input);
  allow(found, 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'Auth flow not enabled for this client');
  return signIn(context, found, input);
});

function refreshOrRefuse(context: CognitoContext, found: ClientOfPool, input: Input) {
  if (input.AuthFlow !== 'REFRESH_TOKEN_AUTH' && input.AuthFlow !== 'REFRESH_TOKEN')
    throw notSupported(`the flow ${input.AuthFlow}`);
  allow(found, 'ALLOW_REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN_AUTH flow not enabled for this client');
  const [token = ''] = parametersOf(input, ['REFRESH_TOKEN']);
  return refreshSession(context, found, token);
}

async function signIn(context: CognitoContext, found: ClientOfPool, input: Input) {
  const [name = '', password = ''] = parametersOf(input, ['USERNAME', 'PASSWORD']);
  const user = await context.attempts.atPassword(whoIs(context, found.pool, name), () =>
    userWithPassword(context, found, name, password),
  );
  return admit(context, found, user);
}

/** Throws ApiError for a wrong password or name. */
async function userWithPassword(
  context: CognitoContext,
  { pool, client }: ClientOfPool,
  name: string,
  password: string,
): Promise<User> {
  const asked = findUser(context, pool, name);
  const matches = await matchesPassword(password, asked?.passwordHash);
  if (asked === undefined && !client.hidesUserExistence) throw userNotFound();
  // The user may be deleted, or have another password, since it was asked for.
  const user = findUser(context, pool, name);
  if (!matches || user === undefined || user.passwordHash !== asked?.passwordHash)
    throw notAuthorized('Incorrect username or password.');
  return user;
}

/** What a user gets whose password is right. */
function admit(context: CognitoContext, found: ClientOfPool, user: User) {
  if (user.status === 'UNCONFIRMED')
    throw new ApiError('UserNotConfirmedException', 'User is not confirmed.');
  if (user.status === 'CONFIRMED') return openSession(context, found, user);
  if ((user.passwordExpires ?? 0) <= context.now())
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  return openChallenge(context, found, user);
}

function allow({ client }: ClientOfPool, flow: ExplicitAuthFlow, otherwise: string): void {
  if (!client.explicitAuthFlows.includes(flow)) throw invalidParameter(otherwise);
}

/** The named parameters, all of them; throws ApiError for one that is missing, and for any other one. */
function parametersOf({ AuthParameters, ClientId }: Input, names: readonly string[]): string[] {
  if ('SECRET_HASH' in AuthParameters)
    throw notAuthorized(`Unable to verify secret hash for client ${ClientId}`);
  const other = Object.keys(AuthParameters).find((name) => !names.includes(name));
  if (other !== undefined) throw notSupported(`the parameter ${other}`);
  return names.map((name) => requiredParameter(AuthParameters, name));
}
