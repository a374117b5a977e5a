import type { Authorizers } from '../apigateway/authorizer.ts';
import type { Site } from '../../gateway/route-request.ts';
import type { Service } from '../../gateway/service.ts';
import { keysPage } from './keys-page.ts';
import { createPoolRegistry, type PoolRegistry } from './pool-registry.ts';
import { createSigningKeys } from './signing-keys.ts';
import { createTokenAuthorizer } from './token-authorizer.ts';
import { createUserPoolService } from './user-pool-service.ts';
import type { UserPoolStore } from './user-pool-store.ts';

/** The stack's user pools. */
export type UserPools = Pick<PoolRegistry, 'add' | 'addClient'> & {
  service: Service;
  /** Answers the pools' public keys. */
  keysPage: Site;
  authorizers: Authorizers;
};

/** User pools on a store. `notify` is told the codes and passwords that AWS would mail. */
export function createUserPools(options: {
  store: UserPoolStore;
  region: string;
  accountId: string;
  notify: (text: string) => void;
  /** Milliseconds since the epoch; the real time by default. */
  now?: () => number;
}): UserPools {
  const { store, notify, now = Date.now } = options;
  const pools = createPoolRegistry();
  const context = { pools, store, keys: createSigningKeys(store.keys), now, notify };
  return {
    add: pools.add,
    addClient: pools.addClient,
    service: createUserPoolService(context, options),
    keysPage: keysPage(context),
    authorizers: { cognito: (arns, scopes) => createTokenAuthorizer(context, arns, scopes) },
  };
}
