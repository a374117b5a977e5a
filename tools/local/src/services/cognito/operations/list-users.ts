import * as z from 'zod';
import { operation } from '../../../gateway/json-service.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import { wireAttributes, wireUser } from '../users/wire-user.ts';
import { limit, page, poolId } from './input.ts';

const listUsersInput = z.strictObject({
  UserPoolId: poolId,
  AttributesToGet: z.array(z.string()).optional(),
  Filter: z.string().max(256).default(''),
  Limit: limit,
  PaginationToken: z.string().optional(),
});

/** ListUsers, by name; a filter is one `attribute = "value"`, or `^=` for a beginning. */
export const listUsers = operation(listUsersInput, (context: CognitoContext, input) => {
  const pool = context.pools.pool(input.UserPoolId);
  const users = context.store.users.list(pool.id).filter(filterOf(input.Filter));
  const { items, next } = page(users, input.PaginationToken, input.Limit);
  const wanted = (name: string) => input.AttributesToGet?.includes(name) ?? true;
  const Users = items.map((user) => ({
    ...wireUser(user),
    Attributes: wireAttributes(user).filter(({ Name }) => wanted(Name)),
  }));
  return { Users, ...(next !== undefined && { PaginationToken: next }) };
});

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
