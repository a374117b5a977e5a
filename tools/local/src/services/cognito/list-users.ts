import type * as z from 'zod';
import { wireUser } from './admin-users.ts';
import { wireAttributes } from './current-user.ts';
import { invalidParameter } from './errors.ts';
import { page } from './page.ts';
import type { listUsersInput } from './requests.ts';
import type { UserPoolContext } from './user-pool-context.ts';
import type { User } from './user-store.ts';

/** ListUsers, by name; a filter is one `attribute = "value"`, or `^=` for a beginning. */
export function listUsers(context: UserPoolContext, input: z.output<typeof listUsersInput>) {
  const pool = context.pools.pool(input.UserPoolId);
  const users = context.store.users.list(pool.id).filter(filterOf(input.Filter));
  const { items, next } = page(users, input.PaginationToken, input.Limit);
  const wanted = (name: string) => input.AttributesToGet?.includes(name) ?? true;
  const Users = items.map((user) => ({
    ...wireUser(user),
    Attributes: wireAttributes(user).filter(({ Name }) => wanted(Name)),
  }));
  return { Users, ...(next !== undefined && { PaginationToken: next }) };
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
const FILTER = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;
const FILTERED: ReadonlySet<string> = new Set([
  ...['username', 'email', 'phone_number', 'name', 'given_name', 'family_name', 'preferred_username'],
  ...['cognito:user_status', 'sub'],
]);

function filterOf(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, name = '', operator, quoted = ''] = FILTER.exec(filter) ?? [];
  if (!FILTERED.has(name)) throw invalidParameter('One or more requested filter is not valid.');
  const wanted = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const value = valueOf(user, name);
    return operator === '=' ? value === wanted : (value?.startsWith(wanted) ?? false);
  };
}

function valueOf({ username, status, attributes }: User, name: string): string | undefined {
  if (name === 'username') return username;
  return name === 'cognito:user_status' ? status : attributes[name];
}
