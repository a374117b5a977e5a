import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter, notAuthorized, notSupported } from '../errors.ts';
import type { Challenge } from '../store/challenge-store.ts';
import type { User } from '../store/user-store.ts';
import { type ClientOfPool, digestOf, newSecret, openSession } from '../tokens/sessions.ts';
import { userOf } from '../users/find-user.ts';
import { checkPassword, hashPassword } from '../users/password.ts';
import { missingAttributes, readAttributes, requireAttributes } from '../users/user-attributes.ts';
import { clientId, poolId, requiredParameter, token } from './input.ts';

const respondToAuthChallengeInput = z.strictObject({
  ClientId: clientId,
  ChallengeName: z.literal('NEW_PASSWORD_REQUIRED'),
  Session: token,
  ChallengeResponses: z.record(z.string(), z.string()),
});

const adminRespondToAuthChallengeInput = respondToAuthChallengeInput.extend({ UserPoolId: poolId });

const RESPONSES: ReadonlySet<string> = new Set(['USERNAME', 'NEW_PASSWORD']);
/** How responses name attributes. */
const ATTRIBUTE = 'userAttributes.';

/** Asks a user whose password an administrator set for an own one, and for the attributes that the pool requires. */
export function openChallenge(context: CognitoContext, { pool, client }: ClientOfPool, user: User) {
  const session = newSecret();
  context.store.challenges.add(digestOf(session), {
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    expiresAt: context.now() + client.challengeSeconds * 1000,
  });
  const attributes = Object.entries(user.attributes).filter(([name]) => name !== 'sub');
  const required = missingAttributes(pool, user.attributes).map((name) => `${ATTRIBUTE}${name}`);
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(required),
      userAttributes: JSON.stringify(Object.fromEntries(attributes)),
    },
  };
}

/** RespondToAuthChallenge: takes the new password, and signs the user in. */
async function respond(
  context: CognitoContext,
  input: z.output<typeof respondToAuthChallengeInput> & { UserPoolId?: string },
) {
  const found = context.pools.client(input.ClientId, input.UserPoolId);
  const challenge = challengeOf(context, found, input.Session);
  const name = requiredParameter(input.ChallengeResponses, 'USERNAME');
  const password = requiredParameter(input.ChallengeResponses, 'NEW_PASSWORD');
  const asked = challenged(context, found, challenge, name);
  const attributes = completed(found, asked, input.ChallengeResponses);
  checkPassword(found.pool.passwordPolicy, password);
  const passwordHash = await hashPassword(password);
  // The user may be deleted, or confirmed in another way, since then; a challenge is answered once.
  const user = challenged(context, found, challenge, name);
  if (!context.store.challenges.take(digestOf(input.Session))) throw invalidSession();
  const confirmed: User = {
    ...user,
    ...{ status: 'CONFIRMED', passwordHash, passwordExpires: undefined, attributes },
    modifiedAt: context.now(),
  };
  context.store.users.update(found.pool.id, confirmed);
  return openSession(context, found, confirmed);
}

export const respondToAuthChallenge = operation(respondToAuthChallengeInput, respond);
export const adminRespondToAuthChallenge = operation(adminRespondToAuthChallengeInput, respond);

function challengeOf(context: CognitoContext, { pool, client }: ClientOfPool, session: string): Challenge {
  const challenge = context.store.challenges.find(digestOf(session));
  if (challenge?.poolId !== pool.id || challenge.clientId !== client.id) throw invalidSession();
  if (challenge.expiresAt <= context.now())
    throw notAuthorized('Invalid session for the user, session is expired.');
  return challenge;
}

function challenged(
  context: CognitoContext,
  { pool }: ClientOfPool,
  challenge: Challenge,
  name: string,
): User {
  const user = userOf(context, pool, name);
  if (user.username !== challenge.username || user.status !== 'FORCE_CHANGE_PASSWORD') throw invalidSession();
  return user;
}

/** The user's attributes with those of the responses; one that the user has is not changed by them. */
function completed(
  { pool }: ClientOfPool,
  { attributes }: User,
  responses: Readonly<Record<string, string>>,
) {
  const other = Object.keys(responses).find((name) => !name.startsWith(ATTRIBUTE) && !RESPONSES.has(name));
  if (other !== undefined) throw notSupported(`the response ${other}`);
  const given = Object.entries(responses).flatMap(([name, Value]) =>
    name.startsWith(ATTRIBUTE) ? [{ Name: name.slice(ATTRIBUTE.length), Value }] : [],
  );
  const added = readAttributes(pool, given, 'user');
  const taken = Object.keys(added).find((name) => name in attributes);
  if (taken !== undefined) throw invalidParameter(`Cannot modify an already provided ${taken}`);
  const all = { ...attributes, ...added };
  requireAttributes(pool, all);
  return all;
}

function invalidSession() {
  return notAuthorized('Invalid session for the user.');
}
