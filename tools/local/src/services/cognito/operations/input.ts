import * as z from 'zod';
import { invalidParameter } from '../errors.ts';

// What inputs hold. The table of parameters says what is refused by name, and what has no effect.

export const poolId = z
  .string()
  .regex(/^[\w-]+_[0-9a-zA-Z]+$/, 'is not the id of a user pool')
  .max(55);
export const clientId = z
  .string()
  .regex(/^[\w+]+$/, 'is not the id of a client')
  .max(128);
export const username = z
  .string()
  .max(128)
  .regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u, 'is empty, or has a space or a control character');
export const password = z
  .string()
  .max(256)
  .regex(/^\S(.*\S)?$/s, 'may not begin or end with a space');
export const token = z.string().min(1).max(16_384);
export const limit = z.int().min(1).max(60).default(60);
export const attributes = z
  .array(z.strictObject({ Name: z.string().min(1).max(32), Value: z.string().max(2048).default('') }))
  .default([]);

/** At most `most` items from where the token `from` says; `next` is the token of the page after it, when there is one. */
export function page<Item>(
  all: readonly Item[],
  from = '0',
  most: number,
): { items: readonly Item[]; next: string | undefined } {
  if (!/^\d{1,9}$/.test(from)) throw invalidParameter('Invalid pagination token.');
  const to = Number(from) + most;
  return { items: all.slice(Number(from), to), next: to < all.length ? String(to) : undefined };
}

/** Throws ApiError naming the parameter when it is missing or empty. */
export function requiredParameter(values: Readonly<Record<string, string>>, name: string): string {
  const value = values[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}
