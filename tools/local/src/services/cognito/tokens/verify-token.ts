import type { JWTPayload } from 'jose';
import * as z from 'zod';
import type { CognitoContext } from '../cognito-context.ts';
import type { UserPool } from '../user-pool.ts';

/** Longer ones are not looked at: a token with every attribute filled stays below it. */
const LONGEST_TOKEN = 16_384;

const tokenClaims = z.discriminatedUnion('token_use', [
  z.looseObject({ token_use: z.literal('id'), aud: z.string() }),
  z.looseObject({
    token_use: z.literal('access'),
    client_id: z.string(),
    scope: z.string(),
    username: z.string(),
    origin_jti: z.string(),
  }),
]);

/** A token whose signature, times, issuer and client are those of the pool. */
type VerifiedToken = { pool: UserPool; claims: z.infer<typeof tokenClaims> };

/**
 * Verifies a token of one of the accepted pools: RS256 with the pool's key by its id, not expired and already valid,
 * issued by the pool for one of its clients. Never throws for what the token holds.
 */
export async function verifyToken(
  context: Pick<CognitoContext, 'pools' | 'keys' | 'now'>,
  token: string,
  accepts: (pool: UserPool) => boolean = () => true,
): Promise<VerifiedToken | 'invalid' | 'expired'> {
  if (token.length > LONGEST_TOKEN) return 'invalid';
  const { errors } = await import('jose');
  try {
    return (await verify(context, token, accepts)) ?? 'invalid';
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired';
    if (error instanceof errors.JOSEError) return 'invalid';
    throw error;
  }
}

async function verify(
  { pools, keys, now }: Pick<CognitoContext, 'pools' | 'keys' | 'now'>,
  token: string,
  accepts: (pool: UserPool) => boolean,
): Promise<VerifiedToken | undefined> {
  const { decodeJwt, errors, jwtVerify } = await import('jose');
  const { iss } = decodeJwt(token);
  const pool = pools.findPool((one) => one.issuer === iss && accepts(one));
  if (pool === undefined) return undefined;
  const { kid, publicKey } = await keys(pool.id);
  const keyOf = (header: { kid?: string | undefined }) => {
    if (header.kid !== kid) throw new errors.JWKSNoMatchingKey();
    return publicKey;
  };
  const { payload } = await jwtVerify(token, keyOf, {
    algorithms: ['RS256'],
    issuer: pool.issuer,
    requiredClaims: ['sub', 'exp', 'iat'],
    currentDate: new Date(now()),
  });
  const claims = claimsFor(payload, new Set(pools.clients(pool.id).map(({ id }) => id)));
  return claims && { pool, claims };
}

/** The claims of a token that is for one of the clients. */
function claimsFor(payload: JWTPayload, clients: ReadonlySet<string>): VerifiedToken['claims'] | undefined {
  const { data: claims } = tokenClaims.safeParse(payload);
  if (claims === undefined) return undefined;
  return clients.has(claims.token_use === 'id' ? claims.aud : claims.client_id) ? claims : undefined;
}
