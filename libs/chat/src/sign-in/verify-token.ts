import { callerId, cognitoClaims, parseInput } from '@hanok/events';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';

/** Longer ones are not looked at: a token with every attribute filled stays below it. */
const LONGEST_TOKEN = 16_384;

const use = z.discriminatedUnion('token_use', [
  z.object({ token_use: z.literal('id'), aud: z.string() }),
  z.object({ token_use: z.literal('access'), client_id: z.string() }),
]);

/** Whose token it is; undefined for one that is expired, of another pool or client, or none at all. */
export type VerifyToken = (token: string, now: Date) => Promise<string | undefined>;

/**
 * Verifies ID and access tokens of one client of a user pool. Rejects when the pool's keys cannot be read.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function verifyToken(options: {
  issuer: string;
  clientId: string;
  /** The pool's published keys by default. */
  keys?: JWTVerifyGetKey;
}): VerifyToken {
  const { issuer, clientId } = options;
  const { keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`)) } = options;
  const required = { issuer, algorithms: ['RS256'], requiredClaims: ['sub', 'exp', 'iat'] };
  return async (token, currentDate) => {
    if (token.length > LONGEST_TOKEN) return undefined;
    try {
      const { payload } = await jwtVerify(token, keys, { ...required, currentDate });
      const used = use.safeParse(payload);
      if (!used.success) return undefined;
      const client = used.data.token_use === 'id' ? used.data.aud : used.data.client_id;
      const claims = parseInput(cognitoClaims, payload);
      return client === clientId && claims.ok ? callerId(claims.value) : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return undefined;
      throw error;
    }
  };
}
