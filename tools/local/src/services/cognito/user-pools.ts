import type { Site } from '../../gateway/route-request.ts';
import type { Service } from '../../gateway/service.ts';
import { cognitoService } from './cognito-service.ts';
import { createPoolRegistry, type PoolRegistry } from './pool-registry.ts';
import type { UserPoolStore } from './store/user-pool-store.ts';
import { createSigningKeys, keysPage } from './tokens/signing-keys.ts';
import { createAttempts } from './users/attempts.ts';
import { type Authorizer, createTokenAuthorizer } from './tokens/token-authorizer.ts';

/** The stack's user pools. */
export type UserPools = Pick<PoolRegistry, 'add' | 'addClient'> & {
  service: Service;
  /** Answers the pools' public keys. */
  keysPage: Site;
  /** Forgets users, sessions, challenges and attempts. */
  clear(): void;
  /** What admits the tokens of these pools, with scopes as `createTokenAuthorizer` says. */
  tokenAuthorizer(poolArns: readonly string[], scopes?: readonly string[]): Authorizer;
};

/** User pools on a store. `notify` is told the codes and passwords that AWS would mail. */
export function createUserPools(options: {
  store: UserPoolStore;
  region: string;
  accountId: string;
  notify: (text: string) => void;
  /** Milliseconds since the epoch; the real time by default. */
  now?: () => number;
  /** The same on the stack's clock, for how long a user is locked out; `now` by default. */
  clock?: { now(): number };
}): UserPools {
  const { store, notify, now = Date.now, clock = { now } } = options;
  const pools = createPoolRegistry();
  const keys = createSigningKeys(store.keys);
  const attempts = createAttempts(clock.now);
  const context = { pools, store, keys, now, notify, attempts };
  return {
    add: pools.add,
    addClient: pools.addClient,
    service: cognitoService(context, options),
    keysPage: keysPage(context),
    clear: () => {
      store.clear();
      attempts.forget();
    },
    tokenAuthorizer: (poolArns, scopes) => createTokenAuthorizer(context, poolArns, scopes),
  };
}
