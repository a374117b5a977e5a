import * as z from 'zod';
import { checkOptions } from './check-options.ts';
import { checkOperands } from './condition-operands.ts';
import { checkKeyCondition, type KeySchema } from './key-condition.ts';
import { invalidExpression, placeholdersOf } from './placeholders.ts';
import { checkProjection } from './projection-paths.ts';

const text = z.string().nullish().catch(undefined);
const expressions = z.object({
  FilterExpression: text,
  ConditionExpression: text,
  ProjectionExpression: text,
  KeyConditionExpression: text,
});
const expressionsOfPart = expressions.extend({ UpdateExpression: text });
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 4096;
const CONDITIONS = ['FilterExpression', 'ConditionExpression'] as const;

/**
 * Throws a ValidationException for what DynamoDB refuses in the expressions of a request, or of a part of one, before it
 * reads an item, and the engine does not. `key`: that of the table or index that a query is for.
 */
export function checkExpressions(input: unknown, key?: KeySchema): void {
  const given = expressions.safeParse(input).data;
  if (given === undefined) return;
  for (const [name, expression] of Object.entries(given)) {
    if (expression === '') throw invalidExpression(`Invalid ${name}: The expression can not be empty;`);
    const size = Buffer.byteLength(expression ?? '');
    if (size > MOST_BYTES)
      throw invalidExpression(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${size}`,
      );
  }
  const placeholders = placeholdersOf(input);
  if (given.KeyConditionExpression) checkKeyCondition(given.KeyConditionExpression, placeholders, key);
  for (const name of CONDITIONS) {
    const expression = given[name];
    if (expression) checkOperands(name, expression, placeholders);
  }
  if (given.ProjectionExpression) checkProjection(given.ProjectionExpression, placeholders);
  checkOptions(input);
}

/** Throws for a part of a transaction that has placeholders and no expression, which the engine reports too late. */
export function checkPart(part: unknown, kind: string): void {
  const { names, values } = placeholdersOf(part);
  const given = expressionsOfPart.safeParse(part).data;
  const expression =
    kind === 'Get' ? 'ProjectionExpression' : kind === 'Update' ? 'UpdateExpression' : 'ConditionExpression';
  if (given !== undefined && given[expression] == null && given.ConditionExpression == null) {
    const unused =
      Object.keys(values).length > 0
        ? 'ExpressionAttributeValues'
        : Object.keys(names).length > 0
          ? 'ExpressionAttributeNames'
          : undefined;
    if (unused !== undefined)
      throw invalidExpression(
        `${unused} can only be specified when using expressions: ${expression} is null`,
      );
  }
  checkExpressions(part);
}

const described = z.object({
  Table: z.object({
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
    ...keyed(),
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), ...keyed() })).default([]),
    LocalSecondaryIndexes: z.array(z.object({ IndexName: z.string(), ...keyed() })).default([]),
  }),
});

function keyed() {
  return { KeySchema: z.array(z.object({ AttributeName: z.string() })) };
}

/** The key of a described table, or of its index of that name; undefined when there is none. */
export function keySchemaOf(description: unknown, index: string | undefined): KeySchema | undefined {
  const table = described.safeParse(description).data?.Table;
  if (table === undefined) return undefined;
  const indexes = [...table.GlobalSecondaryIndexes, ...table.LocalSecondaryIndexes];
  const { KeySchema } =
    index === undefined ? table : (indexes.find(({ IndexName }) => IndexName === index) ?? { KeySchema: [] });
  if (KeySchema.length === 0) return undefined;
  return KeySchema.map(({ AttributeName: name }) => {
    const type = table.AttributeDefinitions.find(
      ({ AttributeName }) => AttributeName === name,
    )?.AttributeType;
    return { name, type: type ?? '' };
  });
}
