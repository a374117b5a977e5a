import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';

export const arnText = z.string().min(1).max(256);

/** What every operation that lists takes. */
export const paging = {
  maxResults: z.int().min(0).max(1_000).default(0),
  nextToken: z.string().optional(),
};

const DEFAULT_PAGE = 100;

/** A page of a list under its name, with the token of the next one. Throws `InvalidToken`. */
export function page(
  name: string,
  all: readonly object[],
  { maxResults, nextToken = '0' }: { maxResults: number; nextToken?: string | undefined },
): object {
  const start = Number(nextToken);
  if (!Number.isInteger(start) || start < 0) throw new ApiError('InvalidToken', 'Invalid Token');
  const end = start + (maxResults || DEFAULT_PAGE);
  return { [name]: all.slice(start, end), ...(end < all.length && { nextToken: String(end) }) };
}
