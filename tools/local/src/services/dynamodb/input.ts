import * as z from 'zod';
import type { Account } from '../../arn.ts';
import { ApiError } from '../../gateway/api-error.ts';
import { operation, type JsonOperation } from '../../gateway/json-service.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import type { Engine } from './engine/engine.ts';

function absentAsUndefined<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}

/** A member that is text; null is none. */
export const text = z.string().nullish().transform(absentAsUndefined);

/*
 * What the stack reads of each kind of input. The check of permissions and the operation read it by one schema, and the
 * engine gets what they read, not the bytes that came. A wrong type is refused, because the engine may read it in a way
 * of its own: it takes a list of values for an object. All other members are the engine's to judge.
 */
export const noMembers = z.looseObject({});
export const tableMembers = z.looseObject({ TableName: text });
export const indexMembers = z.looseObject({ TableName: text, IndexName: text });
export const newTableMembers = z.looseObject({
  TableName: text,
  Tags: z.array(z.unknown()).nullish().transform(absentAsUndefined),
});
export const taggedMembers = z.looseObject({ ResourceArn: text });
export const streamMembers = z.looseObject({ StreamArn: text });
export const iteratorMembers = z.looseObject({ ShardIterator: text });

/** A custom issue is a constraint of the API: its message is AWS's. */
export const constraint = (member: string, value: string, rule: string) =>
  `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: Member must ${rule}`;
const ONE_AT_LEAST = 'have length greater than or equal to 1';

/** A count from 1 to `most`. */
export const limitTo = (most: number) =>
  z
    .number()
    .nullish()
    .transform((limit, issues) => {
      const rule = (limit ?? 1) < 1 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
      if (limit != null && (limit < 1 || limit > most))
        issues.addIssue(constraint('limit', `'${limit}'`, `have value ${rule}`));
      return limit ?? undefined;
    });

export const batchMembers = z.looseObject({
  RequestItems: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((tables) => tables ?? {})
    .refine((tables) => Object.keys(tables).length > 0, constraint('requestItems', "'{}'", ONE_AT_LEAST)),
});

type Kind = 'Get' | 'Put' | 'Update' | 'Delete' | 'ConditionCheck';

/** The items of a transaction, each of one of the kinds. */
function transactMembers(kinds: readonly Kind[], otherwise: string) {
  const item = z
    .record(z.string(), z.unknown())
    .transform((given, issues) => {
      const [kind, ...others] = kinds.filter((each) => given[each] != null);
      if (kind !== undefined && others.length === 0) return { kind, part: given[kind] };
      issues.addIssue(otherwise);
      return z.NEVER;
    })
    .pipe(z.object({ kind: z.enum(kinds), part: tableMembers }));
  return z.looseObject({
    TransactItems: z
      .array(item)
      .nullish()
      .transform((items) => items ?? [])
      .refine((items) => items.length > 0, constraint('transactItems', "'[]'", ONE_AT_LEAST)),
  });
}

export const transactGetMembers = transactMembers(
  ['Get'],
  constraint('transactItems.1.member.get', 'null', 'not be null'),
);
export const transactWriteMembers = transactMembers(
  ['Put', 'Update', 'Delete', 'ConditionCheck'],
  'TransactItems can only contain one of Check, Put, Update or Delete',
);
export type TransactInput = z.infer<typeof transactGetMembers>;

/** The error for input that an operation does not take. */
export function invalidInput({ issues: [issue] }: z.ZodError): ApiError {
  if (issue?.code === 'custom') return new ApiError('ValidationException', issue.message);
  const where = issue?.path.join('.') || 'body';
  return new ApiError('SerializationException', `The request body is not valid: ${where}: ${issue?.message}`);
}

/** What every operation works with. */
export type Tables = { account: Account; engine: Engine };
export type TableOperation = JsonOperation<Tables, ServiceResponse>;

/** An operation, answered by what the engine answers. */
export function tableOperation<Input>(
  members: z.ZodType<Input>,
  run: (tables: Tables, input: Input, request: ServiceRequest) => Promise<ServiceResponse>,
): TableOperation {
  return operation(members, run);
}
