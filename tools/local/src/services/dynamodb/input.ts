import * as z from 'zod';
import { operation, type JsonOperation } from '../../gateway/json-service.ts';
import type { Account } from '../../arn.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import type { Engine, Json } from './engine.ts';

const text = z.string().nullish().transform(absentAsUndefined);
const part = z.looseObject({ TableName: text }).nullish().transform(absentAsUndefined);

/**
 * What the stack reads of an operation's input, wrong types refused so that permissions are asked for all that the
 * engine would do; all else is the engine's to judge.
 */
export const inputSchema = z.looseObject({
  TableName: text,
  IndexName: text,
  ResourceArn: text,
  StreamArn: text,
  ShardId: text,
  ShardIterator: text,
  SequenceNumber: text,
  ExclusiveStartStreamArn: text,
  ExclusiveStartShardId: text,
  Tags: z.array(z.unknown()).nullish().transform(absentAsUndefined),
  RequestItems: z.record(z.string(), z.unknown()).nullish().transform(absentAsUndefined),
  TransactItems: z
    .array(z.looseObject({ Put: part, Update: part, Delete: part, ConditionCheck: part, Get: part }))
    .nullish()
    .transform(absentAsUndefined),
});

function absentAsUndefined<Value>(value: Value | null | undefined): Value | undefined {
  return value ?? undefined;
}

export type Input = z.infer<typeof inputSchema> & Json;
export type TransactItem = NonNullable<Input['TransactItems']>[number];

/** The parts of which a transaction's item has one. */
export const TRANSACT_PARTS = ['Put', 'Update', 'Delete', 'ConditionCheck', 'Get'] as const;

/** The first thing that is wrong with an input. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `The request body is not valid: ${issue?.path.join('.') || 'body'}: ${issue?.message}`;
}

/** What every operation works with. */
export type Tables = { account: Account; engine: Engine };
export type TableOperation = JsonOperation<Tables, ServiceResponse>;

/** An operation, answered by what the engine answers. */
export function tableOperation(
  run: (tables: Tables, input: Input, request: ServiceRequest) => Promise<ServiceResponse>,
): TableOperation {
  return operation(inputSchema, run);
}
