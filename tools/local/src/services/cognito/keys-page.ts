import type { HttpAnswer, Site } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import type { UserPoolContext } from './user-pool-context.ts';

/** The pool's id and, after it, where its keys are; no other service has a path that begins with such an id. */
const PATH = /^\/([\w-]+_[0-9a-zA-Z]+)\/\.well-known\/jwks\.json$/;

const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };

/** The public keys of each pool, below its issuer. */
export function keysPage({ pools, keys }: Pick<UserPoolContext, 'pools' | 'keys'>): Site {
  return {
    owns: (request) => poolIdOf(request) !== undefined,
    serve: async (request): Promise<HttpAnswer> => {
      const poolId = poolIdOf(request) ?? '';
      if (pools.findPool(({ id }) => id === poolId) === undefined)
        return { status: 404, headers, body: JSON.stringify({ message: `There is no user pool ${poolId}` }) };
      const { publicJwk } = await keys(poolId);
      return { status: 200, headers, body: JSON.stringify({ keys: [publicJwk] }) };
    },
  };
}

function poolIdOf({ method, url }: GatewayRequest): string | undefined {
  return method === 'GET' ? PATH.exec(url.pathname)?.[1] : undefined;
}
