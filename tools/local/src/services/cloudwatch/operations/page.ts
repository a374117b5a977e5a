import { invalidNextToken } from '../errors.ts';

/** A page of all; the token is where the next one begins. Throws `InvalidNextToken`. */
export function page<Item>(
  all: readonly Item[],
  token: string | undefined,
  size: number,
): { items: readonly Item[]; NextToken?: string } {
  const from = token === undefined ? 0 : Number(/^\d{1,9}$/.exec(token)?.[0] ?? NaN);
  if (Number.isNaN(from)) throw invalidNextToken();
  const to = from + size;
  return { items: all.slice(from, to), ...(to < all.length && { NextToken: String(to) }) };
}
