import type { Authorizer } from '../apigateway/authorizer.ts';
import { claimsAsStrings } from './claims-as-strings.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import { verifyToken } from './verify-token.ts';

/**
 * Admits the bearer of an ID token of one of the pools; with scopes, the bearer of an access token that has one of
 * them. Everything else is undefined. Throws Error when there is no such pool.
 */
export function createTokenAuthorizer(
  context: Pick<UserPoolContext, 'pools' | 'keys' | 'now'>,
  poolArns: readonly string[],
  scopes: readonly string[] = [],
): Authorizer {
  for (const arn of poolArns)
    if (context.pools.findPool((pool) => pool.arn === arn) === undefined)
      throw new Error(`there is no user pool ${arn}`);
  return async (authorization = '') => {
    const token = authorization.trim().replace(/^Bearer +/i, '');
    const verified = await verifyToken(context, token, ({ arn }) => poolArns.includes(arn));
    if (verified === 'invalid' || verified === 'expired') return undefined;
    const { claims } = verified;
    if (claims.token_use === 'id') return scopes.length === 0 ? claimsAsStrings(claims) : undefined;
    const granted = claims.scope.split(' ').some((scope) => scopes.includes(scope));
    return granted ? claimsAsStrings(claims) : undefined;
  };
}
