import { type Condition, leavesOf, type Operand, parseCondition } from './parse-condition.ts';
import { invalidExpression, type Placeholders, scalarOf, valueType } from './placeholders.ts';

const COMPARES: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const TYPES = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];

/**
 * Throws a ValidationException in DynamoDB's words for operands that it refuses before it reads an item; the engine
 * looks at them only when it has one. `parameter`: FilterExpression or ConditionExpression.
 */
export function checkOperands(parameter: string, text: string, placeholders: Placeholders): void {
  const parsed = parseCondition(text);
  for (const condition of parsed === undefined ? [] : leavesOf(parsed)) {
    const problem =
      undefinedValue(condition, placeholders) ??
      sameOperands(condition) ??
      wrongBounds(condition, placeholders) ??
      wrongType(condition, placeholders);
    if (problem !== undefined) throw invalidExpression(`Invalid ${parameter}: ${problem}`);
  }
}

function undefinedValue({ operands }: Condition, { values }: Placeholders): string | undefined {
  const missing = operands.find((each) => each.kind === 'value' && !Object.hasOwn(values, each.name));
  return missing?.kind === 'value'
    ? `An expression attribute value used in expression is not defined; attribute value: ${missing.name}`
    : undefined;
}

function sameOperands({ operator, operands }: Condition): string | undefined {
  const [first, second] = operands.map((each) => (each.kind === 'path' ? each.path : undefined));
  if (!COMPARES.has(operator) || first === undefined || first !== second) return undefined;
  const what = `operator: ${operator}, first operand: [${first}]`;
  return `The first operand must be distinct from the remaining operands for this operator or function; ${what}`;
}

function wrongBounds({ operator, operands }: Condition, { values }: Placeholders): string | undefined {
  if (operator !== 'BETWEEN') return undefined;
  const [low, high] = operands.slice(1).map((each) => valueOf(each, values));
  const [from, to, type] = [scalarOf(low), scalarOf(high), valueType(low)];
  if (from === undefined || to === undefined || type !== valueType(high)) return undefined;
  const inOrder =
    type === 'N' ? Number(from) <= Number(to) : Buffer.compare(Buffer.from(from), Buffer.from(to)) <= 0;
  if (inOrder) return undefined;
  const bounds = `lower bound operand: AttributeValue: {${type}:${from}}, upper bound operand: AttributeValue: {${type}:${to}}`;
  return `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`;
}

function wrongType({ operator, operands }: Condition, { values }: Placeholders): string | undefined {
  const [, asked] = operands;
  if (operator !== 'attribute_type' || asked === undefined) return undefined;
  const type = scalarOf(valueOf(asked, values));
  if (type === undefined || TYPES.includes(type)) return undefined;
  return `Invalid attribute type name found; type: ${type}, valid types: {${TYPES.join(',')}}`;
}

function valueOf(operand: Operand, values: Placeholders['values']): unknown {
  return operand.kind === 'value' ? values[operand.name] : undefined;
}
