import { type Expression, literal, typeName, type Value, type ValueType } from '../expressions/expression.ts';
import type { Aggregation } from '../expressions/match-view.ts';
import { looksLikeExpression, parseExpression } from '../expressions/parse-expression.ts';
import { type Fields, numberFrom, shown } from '../rule-set/json-fields.ts';
import type { RuleContext } from './rule.ts';

/** Says what is wrong with a type, or nothing. */
type Accept = (type: ValueType) => string | undefined;

export const onlyNumbers: Accept = (type) =>
  type.of === 'number' ? undefined : `is ${typeName(type)}, this rule measures numbers`;
export const onlyStrings: Accept = (type) =>
  type.of === 'string' && type.depth > 0
    ? undefined
    : `is ${typeName(type)}, this rule measures lists of strings`;

type Operands = {
  readonly fields: Fields;
  readonly context: RuleContext;
  /** How the numbers and the lists of a party become one value. */
  readonly numbers?: Aggregation | undefined;
  readonly lists?: Aggregation | undefined;
};

/** The expressions of `measurements`; AWS's samples give them as a list and as a bare string. */
export function measurementsOf(operands: Operands, accept: Accept): Expression[] | undefined {
  const { fields } = operands;
  if (!fields.require('measurements')) return undefined;
  const bare = fields.raw('measurements');
  const path = `${fields.path}.measurements`;
  const texts = typeof bare === 'string' ? [{ value: bare, path }] : fields.list('measurements');
  if (Array.isArray(bare) && bare.length === 0)
    fields.report('measurements', 'must have at least one expression');
  const parsed = texts.map(({ value, path: at }) => {
    const member = at.slice(fields.path.length + 1);
    if (typeof value !== 'string')
      return fields.report(member, `must be a property expression, not ${shown(value)}`);
    return expressionOf(operands, member, value, accept);
  });
  const found = parsed.filter((each) => each !== undefined);
  return found.length > 0 && found.length === texts.length ? found : undefined;
}

/** `referenceValue` as an expression or what stands there itself; undefined when it is missing or wrong. */
export function referenceOf(operands: Operands, accept: Accept): Expression | undefined {
  const { fields } = operands;
  const value = fields.raw('referenceValue');
  if (!fields.has('referenceValue')) return undefined;
  if (typeof value === 'string' && looksLikeExpression(value))
    return expressionOf(operands, 'referenceValue', value, accept);
  const isList = Array.isArray(value) && value.every((each): each is string => typeof each === 'string');
  if (typeof value !== 'string' && typeof value !== 'number' && !isList)
    return fields.report(
      'referenceValue',
      `must be a number, a string or a property expression, not ${shown(value)}`,
    );
  const number = numberFrom(value);
  const asNumber = number !== undefined && accept({ of: 'number', depth: 0 }) === undefined;
  const found = literal(asNumber ? number : value);
  const problem = accept(found.type);
  return problem === undefined ? found : fields.report('referenceValue', `${shown(value)} ${problem}`);
}

function expressionOf(
  { fields, context, numbers = 'avg', lists = 'union' }: Operands,
  member: string,
  text: string,
  accept: Accept,
): Expression | undefined {
  const aggregationOf = (type: string): Aggregation =>
    type === 'number' ? numbers : type === 'string' ? 'first' : lists;
  const parsed = parseExpression(text, { ...context, aggregationOf });
  if (typeof parsed === 'string') return fields.report(member, parsed);
  const problem = accept(parsed.type);
  return problem === undefined ? parsed : fields.report(member, `${text} ${problem}`);
}

export const NUMBER_AGGREGATIONS = ['avg', 'min', 'max'] as const;
export const LIST_AGGREGATIONS = ['union', 'intersection'] as const;

/** A value as an explanation shows it, with the names of the teams where it has one element for each. */
export function shownValue(value: Value, teams?: readonly string[]): string {
  if (value === undefined) return 'nothing yet';
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  if (typeof value === 'string') return value;
  const each = value.map((one) => (typeof one === 'object' ? `[${shownValue(one)}]` : shownValue(one)));
  return teams ? each.map((one, index) => `${teams[index] ?? ''} ${one}`).join(', ') : each.join(', ');
}

/** All measurements of a rule in a match. */
export function shownMeasurements(
  measurements: readonly Expression[],
  evaluate: (of: Expression) => Value,
): string {
  return measurements.map((each) => shownValue(evaluate(each), each.teams)).join('; ');
}
