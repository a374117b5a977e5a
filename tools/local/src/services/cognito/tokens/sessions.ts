import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { CognitoContext } from '../cognito-context.ts';
import { notAuthorized } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import type { UserPool, UserPoolClient } from '../user-pool.ts';
import { issueTokens } from './issue-tokens.ts';

export type ClientOfPool = { pool: UserPool; client: UserPoolClient };

/** Signs a user in: tokens, and a refresh token that gives more of them. */
export async function openSession(context: CognitoContext, { pool, client }: ClientOfPool, user: User) {
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
  context: CognitoContext,
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

/** A secret of 256 random bits in hexadecimal: it never begins with a dash, which command lines take for an option. */
export function newSecret(): string {
  return randomBytes(32).toString('hex');
}

/** What is stored of such a secret: it cannot be used, and the secret is found by it. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
