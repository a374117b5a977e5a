import { userNotFound } from './errors.ts';
import type { UserPool } from './user-pool.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

/** A name that a user signs in with, as the pool compares it. */
export function loginName(pool: Pick<UserPool, 'caseSensitive'>, name: string): string {
  return pool.caseSensitive ? name : name.toLowerCase();
}

/** A user by name or by another login. */
export function findUser(context: UserPoolContext, pool: UserPool, name: string): User | undefined {
  return context.store.users.find(pool.id, loginName(pool, name));
}

/** Throws ApiError when there is no such user. */
export function userOf(context: UserPoolContext, pool: UserPool, name: string): User {
  const user = findUser(context, pool, name);
  if (user === undefined) throw userNotFound();
  return user;
}
