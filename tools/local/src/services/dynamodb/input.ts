import * as z from 'zod';
import type { Json } from './engine.ts';
import { DynamodbError } from './dynamodb-error.ts';

const text = z.string().nullish().transform(absentAsUndefined);
const part = z.looseObject({ TableName: text }).nullish().transform(absentAsUndefined);

/**
 * What the stack reads of an operation's input, wrong types refused so that permissions are asked for all that the
 * engine would do; all else is the engine's to judge.
 */
const inputSchema = z.looseObject({
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

/** The input of an operation. Throws `DynamodbError` SerializationException when the body is no such JSON. */
export function readInput(body: Buffer): Input {
  const parsed = inputSchema.safeParse(parseJson(body));
  if (!parsed.success) throw new DynamodbError('SerializationException', describe(parsed.error));
  return parsed.data;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function describe({ issues: [issue] }: z.ZodError): string {
  return `The request body is not valid: ${issue?.path.join('.') || 'body'}: ${issue?.message}`;
}
