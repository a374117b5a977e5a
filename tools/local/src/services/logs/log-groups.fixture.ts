import type { Account } from '../../arn.ts';
import { createQueries } from './insights/queries.ts';
import type { LogGroups } from './log-groups.ts';
import type { LogStore } from './log-store.ts';

/** What the operations work with, over a store of their own. */
export function logGroupsOf(store: LogStore, account: Account): LogGroups {
  return { store, account, queries: createQueries(store, account.accountId) };
}
