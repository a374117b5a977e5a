import type { CognitoContext } from '../cognito-context.ts';
import { userNotFound } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import type { UserPool } from '../user-pool.ts';

/** A name that a user signs in with, as the pool compares it. */
export function loginName(pool: Pick<UserPool, 'caseSensitive'>, name: string): string {
  return pool.caseSensitive ? name : name.toLowerCase();
}

/** A user by name or by another login. */
export function findUser(context: CognitoContext, pool: UserPool, name: string): User | undefined {
  return context.store.users.find(pool.id, loginName(pool, name));
}

/** One text for a user under each of their logins, and one for a name that no user has. */
export function whoIs(context: CognitoContext, pool: UserPool, name: string): string {
  return JSON.stringify([pool.id, findUser(context, pool, name)?.username ?? loginName(pool, name)]);
}

/** Throws ApiError when there is no such user. */
export function userOf(context: CognitoContext, pool: UserPool, name: string): User {
  const user = findUser(context, pool, name);
  if (user === undefined) throw userNotFound();
  return user;
}
