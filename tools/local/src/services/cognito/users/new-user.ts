import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../gateway/api-error.ts';
import type { CognitoContext } from '../cognito-context.ts';
import { invalidParameter } from '../errors.ts';
import type { User } from '../store/user-store.ts';
import type { UserPool } from '../user-pool.ts';
import { loginName } from './find-user.ts';
import { isEmail } from './user-attributes.ts';

type NewUser = Pick<User, 'status' | 'passwordHash' | 'passwordExpires' | 'code'> & {
  /** What the user is to sign in with. */
  name: string;
  attributes: Readonly<Record<string, string>>;
};

/**
 * Attributes with the address by which the user signs in, where the pool takes addresses as names. Throws
 * ApiError for a name that this pool does not take.
 */
export function attributesOf(
  pool: UserPool,
  name: string,
  attributes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (pool.emailSignIn === 'alias' && isEmail(name)) {
    const message = 'Username cannot be of email format, since user pool is configured for email alias.';
    throw invalidParameter(message);
  }
  if (pool.emailSignIn !== 'username') return attributes;
  if (!isEmail(name)) throw invalidParameter('Username should be an email.');
  if ((attributes['email'] ?? name) !== name)
    throw invalidParameter('The attribute email is not the Username.');
  return { ...attributes, email: name };
}

/** Stores a user; throws ApiError when a login is taken. */
export function addUser(context: CognitoContext, pool: UserPool, added: NewUser): User {
  const { name, ...rest } = added;
  const sub = randomUUID();
  const username = pool.emailSignIn === 'username' ? sub : loginName(pool, name);
  const verified = 'email' in added.attributes ? { email_verified: 'false' } : {};
  const now = context.now();
  const attributes = { sub, ...verified, ...added.attributes };
  const user = { ...rest, username, attributes, createdAt: now, modifiedAt: now };
  const alias = aliasOf(pool, user);
  const logins = [username, loginName(pool, name), ...(alias === undefined ? [] : [alias])];
  if (context.store.users.insert(pool.id, user, logins)) return user;
  if (alias !== undefined && context.store.users.find(pool.id, username) === undefined) throw aliasExists();
  const message =
    pool.emailSignIn === 'username'
      ? 'An account with the given email already exists.'
      : 'User already exists';
  throw new ApiError('UsernameExistsException', message);
}

/** The verified address that a user may sign in with as well. */
export function aliasOf(pool: UserPool, { attributes }: Pick<User, 'attributes'>): string | undefined {
  const { email, email_verified: verified } = attributes;
  const isAlias = pool.emailSignIn === 'alias' && verified === 'true' && email !== undefined;
  return isAlias ? loginName(pool, email) : undefined;
}

export function aliasExists(): ApiError {
  return new ApiError('AliasExistsException', 'An account with the email already exists.');
}
