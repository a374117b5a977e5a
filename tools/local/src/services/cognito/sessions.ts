import { randomUUID } from 'node:crypto';
import { digestOf, newSecret } from './digest.ts';
import { notAuthorized } from './errors.ts';
import { issueTokens } from './tokens.ts';
import type { UserPool, UserPoolClient } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

export type ClientOfPool = { pool: UserPool; client: UserPoolClient };

/** Signs a user in: tokens, and a refresh token that gives more of them. */
export async function openSession(context: UserPoolContext, { pool, client }: ClientOfPool, user: User) {
  const refreshToken = newSecret();
  const now = context.now();
  const session = {
    id: randomUUID(),
    poolId: pool.id,
    clientId: client.id,
    username: user.username,
    refreshDigest: digestOf(refreshToken),
    eventId: randomUUID(),
    signedInAt: now,
    expiresAt: now + client.refreshTokenSeconds * 1000,
    revoked: false,
  };
  context.store.sessions.add(session);
  const tokens = await issueTokens(context, { pool, client }, user, session);
  return authenticated({ ...tokens, RefreshToken: refreshToken });
}

/** New tokens of the session of a refresh token; throws ApiError when it is none, of another client, or over. */
export async function refreshSession(
  context: UserPoolContext,
  { pool, client }: ClientOfPool,
  refreshToken: string,
) {
  const session = context.store.sessions.byRefreshDigest(digestOf(refreshToken));
  const user = session && context.store.users.find(pool.id, session.username);
  if (session?.clientId !== client.id || session.poolId !== pool.id || user === undefined)
    throw notAuthorized('Invalid Refresh Token');
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (session.expiresAt <= context.now()) throw notAuthorized('Refresh Token has expired');
  return authenticated(await issueTokens(context, { pool, client }, user, session));
}

function authenticated(AuthenticationResult: object) {
  return { ChallengeParameters: {}, AuthenticationResult };
}
