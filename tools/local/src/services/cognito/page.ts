import { invalidParameter } from './errors.ts';

/** At most `limit` items from where the token says; `next` is the token of the page after it, when there is one. */
export function page<Item>(
  all: readonly Item[],
  token = '0',
  limit: number,
): { items: readonly Item[]; next: string | undefined } {
  if (!/^\d{1,9}$/.test(token)) throw invalidParameter('Invalid pagination token.');
  const to = Number(token) + limit;
  return { items: all.slice(Number(token), to), next: to < all.length ? String(to) : undefined };
}
