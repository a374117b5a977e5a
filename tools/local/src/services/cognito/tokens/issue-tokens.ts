import { randomUUID } from 'node:crypto';
import type { CognitoContext } from '../cognito-context.ts';
import type { Session } from '../store/session-store.ts';
import type { User } from '../store/user-store.ts';
import type { UserPool, UserPoolClient } from '../user-pool.ts';

/** The scope that lets a user's own access token ask the API about the user. */
const OWN_USER = 'aws.cognito.signin.user.admin';

/**
 * An ID token and an access token of a session, with the claims of Cognito.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
 */
export async function issueTokens(
  { keys, now }: Pick<CognitoContext, 'keys' | 'now'>,
  { pool, client }: { pool: UserPool; client: UserPoolClient },
  user: User,
  session: Session,
) {
  const issuedAt = Math.floor(now() / 1000);
  const { kid, privateKey } = await keys(pool.id);
  const { SignJWT } = await import('jose');
  const shared = { ...sharedClaims(pool, user, session), iat: issuedAt };
  const sign = (claims: Record<string, unknown>, seconds: number) =>
    new SignJWT({ ...shared, ...claims, jti: randomUUID(), exp: issuedAt + seconds })
      .setProtectedHeader({ kid, alg: 'RS256' })
      .sign(privateKey);
  const [IdToken, AccessToken] = await Promise.all([
    sign(idClaims(client, user), client.idTokenSeconds),
    sign(accessClaims(client, user), client.accessTokenSeconds),
  ]);
  return { IdToken, AccessToken, ExpiresIn: client.accessTokenSeconds, TokenType: 'Bearer' };
}

function sharedClaims(pool: UserPool, { attributes }: User, session: Session) {
  return {
    sub: attributes.sub,
    iss: pool.issuer,
    origin_jti: session.id,
    event_id: session.eventId,
    auth_time: Math.floor(session.signedInAt / 1000),
  };
}

/** Attributes are claims of the ID token; that an address is verified is a boolean there. */
function idClaims(client: UserPoolClient, { username, attributes }: User) {
  const claims = Object.entries(attributes).map(([name, value]) => [
    name,
    name.endsWith('_verified') ? value === 'true' : value,
  ]);
  return {
    ...Object.fromEntries(claims),
    'cognito:username': username,
    aud: client.id,
    token_use: 'id',
  };
}

function accessClaims(client: UserPoolClient, { username }: User) {
  return { client_id: client.id, username, scope: OWN_USER, token_use: 'access' };
}
