import type { User } from '../store/user-store.ts';
import type { Attribute } from './user-attributes.ts';

/** A user without attributes as the API writes it, times in seconds. Every user is enabled. */
export function wireUser({ username, status, createdAt, modifiedAt }: User) {
  return {
    Username: username,
    UserStatus: status,
    Enabled: true,
    UserCreateDate: createdAt / 1000,
    UserLastModifiedDate: modifiedAt / 1000,
  };
}

/** A user's attributes as the API writes them. */
export function wireAttributes({ attributes }: User): Attribute[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}
