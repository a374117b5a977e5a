import * as z from 'zod';
import { invalidParameter } from '../errors.ts';

const PAGE = 100;

/** One page of a list, and the token of the next one where more follow. Throws `InvalidParameter` for another token. */
export function page<Item>(items: readonly Item[], token = '0'): { items: Item[]; NextToken?: string } {
  if (!/^\d{1,9}$/.test(token)) throw invalidParameter('NextToken');
  const end = Number(token) + PAGE;
  return {
    items: items.slice(Number(token), end),
    ...(end < items.length && { NextToken: String(end) }),
  };
}

/** A list in a request; clients write an empty one as an empty text. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess((given) => (given === '' ? [] : given), z.array(item));
}
