import type * as z from 'zod';
import { digestOf } from './digest.ts';
import { notAuthorized, userNotFound } from './errors.ts';
import type { accessTokenInput, revokeTokenInput } from './requests.ts';
import type { Attribute } from './user-attributes.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';
import { verifyToken } from './verify-token.ts';

/** GetUser: what an access token's user is known by. */
export async function getUser(context: UserPoolContext, input: z.output<typeof accessTokenInput>) {
  const { user } = await currentUser(context, input.AccessToken);
  return { Username: user.username, UserAttributes: wireAttributes(user) };
}

/** GlobalSignOut: no session of the user gives new tokens, and none of their access tokens is taken here. */
export async function globalSignOut(context: UserPoolContext, input: z.output<typeof accessTokenInput>) {
  const { pool, user } = await currentUser(context, input.AccessToken);
  context.store.sessions.revokeAllOf(pool.id, user.username);
  return {};
}

/** RevokeToken: ends the session of a refresh token. One that is unknown is over already. */
export function revokeToken(context: UserPoolContext, input: z.output<typeof revokeTokenInput>) {
  const { client } = context.pools.client(input.ClientId);
  const session = context.store.sessions.byRefreshDigest(digestOf(input.Token));
  if (session !== undefined && session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session !== undefined) context.store.sessions.revoke(session.id);
  return {};
}

/** A user's attributes as the API writes them. */
export function wireAttributes({ attributes }: User): Attribute[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}

/** Throws ApiError when the token is no access token, or its session or user is gone. */
async function currentUser(context: UserPoolContext, token: string): Promise<{ pool: UserPool; user: User }> {
  const verified = await verifyToken(context, token);
  if (verified === 'expired') throw notAuthorized('Access Token has expired');
  if (verified === 'invalid' || verified.claims.token_use !== 'access')
    throw notAuthorized('Invalid Access Token');
  const { pool, claims } = verified;
  const user = context.store.users.find(pool.id, claims.username);
  if (user?.attributes.sub !== claims.sub || user === undefined) throw userNotFound();
  const session = context.store.sessions.byId(claims.origin_jti);
  if (session === undefined || session.revoked) throw notAuthorized('Access Token has been revoked');
  return { pool, user };
}
