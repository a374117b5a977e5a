import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { notAuthorized, userNotFound } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import { digestOf } from '../tokens/sessions.ts';
import { verifyToken } from '../tokens/verify-token.ts';
import type { UserPool } from '../user-pool.ts';
import { wireAttributes } from '../users/wire-user.ts';
import { clientId, token } from './input.ts';

const accessTokenInput = z.strictObject({ AccessToken: token });

const revokeTokenInput = z.strictObject({ ClientId: clientId, Token: token });

/** GetUser: what an access token's user is known by. */
export const getUser = operation(accessTokenInput, async (context: CognitoContext, input) => {
  const { user } = await currentUser(context, input.AccessToken);
  return { Username: user.username, UserAttributes: wireAttributes(user) };
});

/** GlobalSignOut: no session of the user gives new tokens, and none of their access tokens is taken here. */
export const globalSignOut = operation(accessTokenInput, async (context: CognitoContext, input) => {
  const { pool, user } = await currentUser(context, input.AccessToken);
  context.store.sessions.revokeAllOf(pool.id, user.username);
  return {};
});

/** DeleteUser: with all sessions. A token of the user stays valid for others until it expires. */
export const deleteUser = operation(accessTokenInput, async (context: CognitoContext, input) => {
  const { pool, user } = await currentUser(context, input.AccessToken);
  context.store.users.remove(pool.id, user.username);
  return {};
});

/** RevokeToken: ends the session of a refresh token. One that is unknown is over already. */
export const revokeToken = operation(revokeTokenInput, (context: CognitoContext, input) => {
  const { client } = context.pools.client(input.ClientId);
  const session = context.store.sessions.byRefreshDigest(digestOf(input.Token));
  if (session !== undefined && session.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session !== undefined) context.store.sessions.revoke(session.id);
  return {};
});

/** Throws ApiError when the token is no access token, or its session or user is gone. */
async function currentUser(context: CognitoContext, token: string): Promise<{ pool: UserPool; user: User }> {
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
