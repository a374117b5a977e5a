import type * as z from 'zod';
import type { Challenge } from './challenge-store.ts';
import { digestOf, newSecret } from './digest.ts';
import { invalidParameter, notAuthorized } from './errors.ts';
import { userOf } from './find-user.ts';
import { hashPassword } from './password-hash.ts';
import { checkPassword } from './password-policy.ts';
import { requiredParameter } from './required-parameter.ts';
import type { respondToAuthChallengeInput } from './requests.ts';
import { type ClientOfPool, openSession } from './sessions.ts';
import { missingAttributes, readAttributes, requireAttributes } from './user-attributes.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

/** How responses name attributes. */
const ATTRIBUTE = 'userAttributes.';

/** Asks a user whose password an administrator set for an own one, and for the attributes that the pool requires. */
export function openChallenge(context: UserPoolContext, { pool, client }: ClientOfPool, user: User) {
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
export async function respondToAuthChallenge(
  context: UserPoolContext,
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

function challengeOf(context: UserPoolContext, { pool, client }: ClientOfPool, session: string): Challenge {
  const challenge = context.store.challenges.find(digestOf(session));
  if (challenge?.poolId !== pool.id || challenge.clientId !== client.id) throw invalidSession();
  if (challenge.expiresAt <= context.now())
    throw notAuthorized('Invalid session for the user, session is expired.');
  return challenge;
}

function challenged(
  context: UserPoolContext,
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
