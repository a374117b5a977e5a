import type { CognitoContext } from '../cognito-context.ts';
import { verifyToken } from './verify-token.ts';

/**
 * Admits a request by the header that holds its token: the claims that a function is told, all of them text; undefined
 * when the token is missing, or is not one that this authorizer takes.
 */
export type Authorizer = (
  authorization: string | undefined,
) => Promise<Readonly<Record<string, string>> | undefined>;

/**
 * Admits the bearer of an ID token of one of the pools; with scopes, the bearer of an access token that has one of
 * them. Everything else is undefined. Throws Error when there is no such pool.
 */
export function createTokenAuthorizer(
  context: Pick<CognitoContext, 'pools' | 'keys' | 'now'>,
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

/** Claims that API Gateway passes as a date rather than as seconds. */
const DATES: ReadonlySet<string> = new Set(['exp', 'iat']);

/**
 * Claims as a REST API passes them to a function: all of them text, lists joined by commas, and `exp` and `iat` in
 * the form `Wed May 20 19:53:19 UTC 2026`.
 */
function claimsAsStrings(claims: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asString(name, value)]));
}

function asString(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && DATES.has(name)) return asDate(value);
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function asDate(seconds: number): string {
  const date = new Date(seconds * 1000).toUTCString();
  return date.replace(/^(\w+), (\d+) (\w+) (\d+) ([\d:]+) GMT$/, '$1 $3 $2 $5 UTC $4');
}
