import { invalidParameter, notAuthorized } from '../errors.ts';
import type { SchemaAttribute, UserPool } from '../user-pool.ts';

/** An attribute as the API writes it. */
export type Attribute = { Name: string; Value: string };

/** https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims, but for those that the pool itself sets. */
export const STANDARD_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...['name', 'given_name', 'family_name', 'middle_name', 'nickname', 'preferred_username', 'profile'],
  ...['picture', 'website', 'email', 'gender', 'birthdate', 'zoneinfo', 'locale', 'phone_number'],
  ...['address', 'updated_at'],
]);
const VERIFIED: ReadonlySet<string> = new Set(['email_verified', 'phone_number_verified']);

const EMAIL = /^[^\s@<>]+@[^\s@<>.]+(\.[^\s@<>.]+)+$/;
const PHONE_NUMBER = /^\+[0-9]{1,15}$/;

export const isEmail = (text: string) => EMAIL.test(text);

/**
 * Attributes by name; an administrator may also say that an address is verified. Throws ApiError naming the
 * first one that the pool does not have, or whose value it does not take.
 */
export function readAttributes(
  pool: UserPool,
  attributes: readonly Attribute[],
  writer: 'user' | 'administrator',
): Record<string, string> {
  for (const { Name, Value } of attributes) {
    if (VERIFIED.has(Name)) checkVerified(Name, Value, writer);
    else checkAttribute(pool.schema, Name, Value);
  }
  return Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
}

/** Names of the attributes that the pool requires and these lack. */
export function missingAttributes(pool: UserPool, attributes: Readonly<Record<string, string>>): string[] {
  const required = pool.schema.filter((attribute) => attribute.required);
  return required.map(({ name }) => name).filter((name) => (attributes[name] ?? '') === '');
}

/** Throws ApiError naming the first attribute that the pool requires and these lack. */
export function requireAttributes(pool: UserPool, attributes: Readonly<Record<string, string>>): void {
  const [missing] = missingAttributes(pool, attributes);
  if (missing !== undefined) throw nonConforming(missing, 'The attribute is required');
}

function checkVerified(name: string, value: string, writer: 'user' | 'administrator'): void {
  if (writer === 'user') throw notAuthorized('A client attempted to write unauthorized attribute');
  if (!/^(true|false)$/.test(value)) throw nonConforming(name, 'Must be true or false');
}

function checkAttribute(schema: readonly SchemaAttribute[], name: string, value: string): void {
  const declared = schema.find((attribute) => attribute.name === name);
  if (name === 'sub') throw invalidParameter('Cannot modify the non-mutable attribute sub');
  if (declared === undefined && !STANDARD_ATTRIBUTES.has(name))
    throw nonConforming(name, 'Attribute does not exist in the schema.');
  const { minLength = 0, maxLength = 2048 } = declared ?? {};
  if (value.length < minLength || value.length > maxLength)
    throw nonConforming(name, `Must have ${minLength} to ${maxLength} characters`);
  if (name === 'email' && !isEmail(value)) throw invalidParameter('Invalid email address format.');
  if (name === 'phone_number' && !PHONE_NUMBER.test(value))
    throw invalidParameter('Invalid phone number format.');
}

function nonConforming(name: string, problem: string) {
  return invalidParameter(`Attributes did not conform to the schema: ${name}: ${problem}`);
}
