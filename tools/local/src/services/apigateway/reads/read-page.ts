import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { checkParameters, type Parameters } from '../../../gateway/parameters.ts';

/** A page that is asked for. */
export type Page = { from: number; limit: number };

/** The names of a page's parameters: where it begins, and how many it has at most. */
type Names = { from: string; limit: string };

/** The page that a query asks for, of 25 by default. Throws `ApiError` for a parameter that is not supported. */
export function readPage(
  operation: string,
  { names, parameters }: { names: Names; parameters: Parameters },
  query: Readonly<Record<string, string>>,
): Page {
  const schema = z.object({
    [names.from]: z
      .string()
      .regex(/^\d{1,9}$/)
      .default('0'),
    [names.limit]: z.coerce.number().int().min(1).max(500).default(25),
  });
  const parsed = schema.safeParse(
    checkParameters({ operation, code: 'BadRequestException' }, parameters, query),
  );
  if (!parsed.success) throw new ApiError('BadRequestException', z.prettifyError(parsed.error));
  return { from: Number(parsed.data[names.from]), limit: Number(parsed.data[names.limit]) };
}

/** A page of a list, and where the next one begins. */
export function pageOf(all: readonly object[], { from, limit }: Page): { page: object[]; next?: string } {
  const to = from + limit;
  return { page: all.slice(from, to), ...(to < all.length && { next: String(to) }) };
}

export function notFound(message: string): ApiError {
  return new ApiError('NotFoundException', message, 404);
}
