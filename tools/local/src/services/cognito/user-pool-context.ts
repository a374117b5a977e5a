import type { PoolRegistry } from './pool-registry.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { UserPoolStore } from './user-pool-store.ts';

/** What the operations of the user pool API work on. */
export type UserPoolContext = {
  pools: PoolRegistry;
  store: Pick<UserPoolStore, 'users' | 'sessions' | 'challenges'>;
  keys: SigningKeys;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Stands for the mail that users are sent. */
  notify(text: string): void;
};
