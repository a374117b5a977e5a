import { type Expression, leavesIn, listsOneByOne, typeName } from '../expressions/expression.ts';
import {
  measurementsOf,
  NUMBER_AGGREGATIONS,
  referenceOf,
  shownMeasurements,
  shownValue,
} from './operands.ts';
import { defineRule, type Flaw } from './rule.ts';

const OPERATIONS = ['<', '<=', '=', '!=', '>', '>='] as const;
type Operation = (typeof OPERATIONS)[number];

type Comparison = {
  measurements: readonly Expression[];
  reference: Expression | undefined;
  operation: Operation;
  waits: boolean;
};

/** Every measured value against a reference; without one, all values equal (`=`) or all different (`!=`). */
export const comparison = defineRule<Comparison>({
  type: 'comparison',
  fields: ['measurements', 'referenceValue', 'operation', 'partyAggregation'],
  expandable: ['referenceValue'],
  parse(fields, context) {
    const numbers = fields.oneOf('partyAggregation', NUMBER_AGGREGATIONS);
    const operands = { fields, context, numbers };
    const measurements = measurementsOf(operands, ({ of }) =>
      of === 'player' ? 'is a list of players, this rule compares numbers or strings' : undefined,
    );
    const [first] = measurements ?? [];
    const reference = referenceOf(operands, (type) => {
      if (type.depth > 0) return `is ${typeName(type)}, this rule compares with one value`;
      return first && type.of !== first.type.of
        ? `is ${typeName(type)}, but ${first.text} is ${typeName(first.type)}`
        : undefined;
    });
    const operation = fields.require('operation') ? fields.oneOf('operation', OPERATIONS) : undefined;
    if (fields.has('referenceValue') && !reference) return undefined;
    if (!measurements || !operation) return undefined;
    if (!['=', '!='].includes(operation)) {
      if (!reference)
        return fields.report(
          'referenceValue',
          `is missing: without it, operation is "=" or "!=", not "${operation}"`,
        );
      const text = [...measurements, reference].find(({ type }) => type.of === 'string');
      if (text)
        return fields.report(
          'operation',
          `"${operation}" compares numbers, but ${text.text} is ${typeName(text.type)}`,
        );
    }
    const waits = [...measurements, ...(reference ? [reference] : [])].some(({ grows }) => grows);
    return { measurements, reference, operation, waits };
  },
  holds({ measurements, reference, operation, waits }, match, growing) {
    if (growing && waits) return undefined;
    const values = measurements.flatMap((each) => leavesIn(each.evaluate(match)));
    if (!reference) return holdsAmong(values, operation);
    const [needed] = leavesIn(reference.evaluate(match));
    if (needed === undefined || values.length === 0) return undefined;
    return values.every((value) => compare(value, operation, needed));
  },
  explain({ measurements, reference, operation }, match) {
    const measured = shownMeasurements(measurements, (each) => each.evaluate(match));
    if (!reference) return { measured, judged: operation === '=' ? 'all are equal' : 'all are different' };
    const needed = reference.evaluate(match);
    const numbers = measurements
      .flatMap((each) => leavesIn(each.evaluate(match)))
      .filter((each) => typeof each === 'number');
    const failing =
      typeof needed === 'number' ? numbers.filter((each) => !compare(each, operation, needed)) : [];
    const by =
      typeof needed === 'number' && failing.length > 0
        ? Math.max(...failing.map((each) => Math.abs(each - needed)))
        : undefined;
    return { measured, judged: `each ${operation} ${shownValue(needed)}`, by };
  },
  bound({ measurements, reference, operation }) {
    const slot = measurements.find((each) => each.everyone !== undefined && listsOneByOne(each))?.everyone;
    if (slot === undefined) return undefined;
    if (operation === '=') return { kind: 'same', slot };
    return operation === '!=' && !reference ? { kind: 'different', slot } : undefined;
  },
  flaws({ measurements, reference, operation }): Flaw[] {
    const ranges = measurements.map(
      ({ range }) => range && reference?.range && possible(range, operation, reference.range),
    );
    const why = `${measurements.map(({ range, text }) => `${text} is from ${range?.min} to ${range?.max}`).join(', ')}, ${reference?.text} from ${reference?.range?.min} to ${reference?.range?.max}`;
    if (ranges.includes('never')) return [{ kind: 'neverHolds', why }];
    return ranges.every((each) => each === 'always') ? [{ kind: 'neverFails', why }] : [];
  },
});

type Range = { readonly min: number; readonly max: number };

/** What the sizes of teams leave open of a comparison. */
function possible(a: Range, operation: Operation, b: Range): 'always' | 'never' | 'sometimes' {
  const isOne = a.min === a.max && b.min === b.max;
  const isApart = a.max < b.min || a.min > b.max;
  if (operation === '=') return isApart ? 'never' : isOne ? 'always' : 'sometimes';
  if (operation === '!=') return isApart ? 'always' : isOne ? 'never' : 'sometimes';
  const corners = [compare(a.max, operation, b.min), compare(a.min, operation, b.max)];
  return corners.every(Boolean) ? 'always' : corners.some(Boolean) ? 'sometimes' : 'never';
}

function holdsAmong(values: readonly (number | string)[], operation: Operation): boolean | undefined {
  const different = new Set(values).size;
  if (values.length === 0) return undefined;
  return operation === '=' ? different === 1 : different === values.length;
}

function compare(value: number | string, operation: Operation, needed: number | string): boolean {
  if (operation === '=') return value === needed;
  if (operation === '!=') return value !== needed;
  if (operation === '<') return value < needed;
  if (operation === '<=') return value <= needed;
  return operation === '>' ? value > needed : value >= needed;
}
