import { type Condition, leavesOf, parseCondition } from './parse-condition.ts';
import { invalidExpression, type Placeholders, valueType } from './placeholders.ts';

/** A key's attributes and their types, the partition key first. */
export type KeySchema = readonly { name: string; type: string }[];

const NAME = 'KeyConditionExpression';
const ALLOWED: ReadonlySet<string> = new Set(['=', '<', '<=', '>', '>=', 'BETWEEN', 'begins_with']);

type KeyCondition = { attribute: string; operator: string; values: readonly string[] };

/**
 * The condition with the partition key first, where the engine wants it and DynamoDB does not mind: as it is when it has
 * that order, or is no condition at all.
 */
export function partitionFirst(text: string, { names }: Placeholders, key: KeySchema | undefined): string {
  const parsed = parseCondition(text);
  const [one, other] = parsed?.operator === 'AND' ? parsed.inner : [];
  const [first] = one?.operands ?? [];
  if (one === undefined || other === undefined || first?.kind !== 'path') return text;
  const isLast = key !== undefined && (names[first.path] ?? first.path) === key[1]?.name;
  return isLast ? `${textOf(other)} AND ${textOf(one)}` : text;
}

function textOf({ operator, operands }: Condition): string {
  const [first = '', ...rest] = operands.map((each) => (each.kind === 'path' ? each.path : each.name));
  if (operator === 'BETWEEN') return `${first} BETWEEN ${rest.join(' AND ')}`;
  return operator === 'begins_with'
    ? `begins_with(${[first, ...rest].join(', ')})`
    : `${first} ${operator} ${rest.join('')}`;
}

/**
 * Throws a ValidationException in DynamoDB's words for a key condition that it refuses, where the engine takes it or
 * says something else; what is no condition at all is left to the engine.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
export function checkKeyCondition(
  text: string,
  placeholders: Placeholders,
  key: KeySchema | undefined,
): void {
  const parsed = parseCondition(text);
  if (parsed === undefined) return;
  const conditions = conjunction(parsed).map((each) => readOne(each, placeholders));
  const attributes = conditions.map(({ attribute }) => attribute);
  if (new Set(attributes).size < attributes.length)
    throw invalidExpression(
      `Invalid ${NAME}: KeyConditionExpressions must only contain one condition per key`,
    );
  if (conditions.length > 2) throw invalidExpression('Conditions can be of length 1 or 2 only');
  if (key !== undefined) checkAgainst(key, conditions, placeholders);
}

function conjunction(condition: Condition): readonly Condition[] {
  if (condition.operator === 'AND') return condition.inner.flatMap(conjunction);
  if (condition.inner.length > 0) throw wrongOperator(condition.operator);
  return leavesOf(condition);
}

function readOne({ operator, operands }: Condition, { names }: Placeholders): KeyCondition {
  if (!ALLOWED.has(operator)) throw wrongOperator(operator);
  if (operands.some(({ kind }) => kind === 'call'))
    throw invalidExpression(`Invalid ${NAME}: KeyConditionExpressions cannot contain nested operations`);
  const paths = operands.flatMap((each) => (each.kind === 'path' ? [each.path] : []));
  const [path] = paths;
  if (path === undefined) throw wrongCondition('No key attribute specified');
  if (paths.length > 1) throw wrongCondition('Multiple attribute names used in one condition');
  if (operands[0]?.kind !== 'path')
    throw wrongCondition(`${operator} operator must have the key attribute as its first operand`);
  if (/[.[]/.test(path))
    throw invalidExpression(
      `Invalid ${NAME}: KeyConditionExpressions cannot have conditions on nested attributes`,
    );
  const values = operands.flatMap((each) => (each.kind === 'value' ? [each.name] : []));
  return { attribute: names[path] ?? path, operator, values };
}

function checkAgainst(key: KeySchema, conditions: readonly KeyCondition[], { values }: Placeholders): void {
  const missing = key
    .slice(0, conditions.length)
    .find(({ name }) => !conditions.some((each) => each.attribute === name));
  if (missing !== undefined)
    throw invalidExpression(`Query condition missed key schema element: ${missing.name}`);
  for (const { attribute, operator, values: used } of conditions) {
    const index = key.findIndex(({ name }) => name === attribute);
    if (index === 0 && operator !== '=') throw invalidExpression('Query key condition not supported');
    const types = used.flatMap((name) => valueType(values[name]) ?? []);
    const number = operator === 'begins_with' ? types.find((type) => type === 'N') : undefined;
    if (number !== undefined)
      throw invalidExpression(
        `Invalid ${NAME}: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N`,
      );
    if (types.some((type) => type !== key[index]?.type))
      throw invalidExpression(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
  }
}

function wrongOperator(operator: string) {
  return invalidExpression(`Invalid operator used in ${NAME}: ${operator}`);
}

function wrongCondition(reason: string) {
  return invalidExpression(`Invalid condition in ${NAME}: ${reason}`);
}
