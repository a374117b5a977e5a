import { part } from '../../stack/part.ts';
import { API } from './cognito-service.ts';
import { userPoolClient } from './resources/user-pool-client.ts';
import { userPool } from './resources/user-pool.ts';
import { openUserPoolStore } from './store/user-pool-store.ts';
import { createUserPools } from './user-pools.ts';

/** Cognito's user pools; codes that AWS would mail are told in notices. */
export const cognito = part({
  name: API.name,
  resources: [userPool, userPoolClient],
  needs: {},
  async open({ region, accountId, clock, onNotice, statePath }) {
    const store = openUserPoolStore(statePath('userpool.db'));
    const pools = createUserPools({ region, accountId, clock, store, notify: onNotice });
    return {
      uses: pools,
      service: pools.service,
      site: pools.keysPage,
      reset: async () => pools.clear(),
      [Symbol.asyncDispose]: async () => store.close(),
    };
  },
});
