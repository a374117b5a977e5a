import type { PoolRegistry } from './pool-registry.ts';
import type { UserPoolStore } from './store/user-pool-store.ts';
import type { Attempts } from './users/attempts.ts';
import type { SigningKeys } from './tokens/signing-keys.ts';

/** What the operations of the user pool API work on. */
export type CognitoContext = {
  pools: PoolRegistry;
  store: Pick<UserPoolStore, 'users' | 'sessions' | 'challenges'>;
  keys: SigningKeys;
  /** Milliseconds since the epoch. */
  now(): number;
  attempts: Attempts;
  /** Stands for the mail that users are sent. */
  notify(text: string): void;
};
