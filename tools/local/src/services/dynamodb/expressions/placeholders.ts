import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';

const placeholders = z.object({
  ExpressionAttributeNames: z.record(z.string(), z.string()).nullish().catch(undefined),
  ExpressionAttributeValues: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});

/** What stands for names and values in the expressions of one request. */
export type Placeholders = {
  names: Readonly<Record<string, string>>;
  values: Readonly<Record<string, unknown>>;
};

export function placeholdersOf(input: unknown): Placeholders {
  const { ExpressionAttributeNames, ExpressionAttributeValues } = placeholders.parse(input);
  return { names: ExpressionAttributeNames ?? {}, values: ExpressionAttributeValues ?? {} };
}

/** `S`, `N` and so on; undefined for what is no value. */
export function valueType(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;
}

const scalar = z.union([z.object({ S: z.string() }), z.object({ N: z.string() })]);

/** The text or number in a value of type S or N. */
export function scalarOf(value: unknown): string | undefined {
  const parsed = scalar.safeParse(value).data;
  return parsed && ('S' in parsed ? parsed.S : parsed.N);
}

export function invalidExpression(message: string): ApiError {
  return new ApiError('ValidationException', message);
}
