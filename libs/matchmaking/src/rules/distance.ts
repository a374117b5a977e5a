import { type Expression, hasNumber, listsOneByOne, numbersIn } from '../expressions/expression.ts';
import {
  measurementsOf,
  NUMBER_AGGREGATIONS,
  onlyNumbers,
  referenceOf,
  shownMeasurements,
} from './operands.ts';
import { defineRule, type Flaw, type Measured } from './rule.ts';

type Distance = {
  measurements: readonly Expression[];
  reference: Expression;
  min: number | undefined;
  max: number | undefined;
  waits: boolean;
};

/**
 * Every measured number is `minDistance` to `maxDistance` away from the reference, both included. AWS does not say
 * whether they are; its samples read naturally so.
 */
export const distance = defineRule<Distance>({
  type: 'distance',
  fields: ['measurements', 'referenceValue', 'minDistance', 'maxDistance', 'partyAggregation'],
  expandable: ['referenceValue', 'minDistance', 'maxDistance'],
  parse(fields, context) {
    const operands = { fields, context, numbers: fields.oneOf('partyAggregation', NUMBER_AGGREGATIONS) };
    const measurements = measurementsOf(operands, onlyNumbers);
    fields.require('referenceValue');
    const reference = referenceOf(operands, (type) =>
      type.depth > 0 ? 'is a list, this rule measures from one number' : onlyNumbers(type),
    );
    const min = fields.number('minDistance', { min: 0 });
    const max = fields.number('maxDistance', { min: 0 });
    if (!fields.has('minDistance') && !fields.has('maxDistance'))
      return fields.report('maxDistance', 'must be there, or minDistance');
    if (!measurements || !reference) return undefined;
    return {
      measurements,
      reference,
      min,
      max,
      waits: [...measurements, reference].some(({ grows }) => grows),
    };
  },
  holds({ measurements, reference, min, max, waits }, match, growing) {
    if (growing && waits) return undefined;
    const from = reference.evaluate(match);
    if (typeof from !== 'number') return undefined;
    let isMeasured = false;
    let isNear = false;
    for (const { evaluate } of measurements) {
      const isFar = hasNumber(evaluate(match), (value) => {
        isMeasured = true;
        const distance = Math.abs(value - from);
        if (min !== undefined && distance < min) isNear = true;
        // What overflows is no number, and near to nothing.
        return max !== undefined && !(distance <= max);
      });
      if (isFar) return false;
    }
    if (!isMeasured) return undefined;
    // The first player of a match is 0 away from its own average: more players can still mend that.
    return !isNear || (growing ? undefined : false);
  },
  explain({ measurements, reference, min, max }, match) {
    const measured = shownMeasurements(measurements, (each) => each.evaluate(match));
    const from = reference.evaluate(match);
    const values = measurements.flatMap((each) => numbersIn(each.evaluate(match)));
    if (typeof from !== 'number' || values.length === 0)
      return { measured, judged: 'distance cannot be measured yet' };
    const distances = values.map((value) => Math.abs(value - from));
    return { measured, ...judge(Math.min(...distances), Math.max(...distances), { min, max }) };
  },
  bound({ measurements, max }) {
    const each = measurements.find((measured) => measured.everyone !== undefined && listsOneByOne(measured));
    // Both are at most `max` away from one reference, so at most twice that from each other.
    return each?.everyone === undefined || max === undefined
      ? undefined
      : { kind: 'near', slot: each.everyone, distance: 2 * max };
  },
  flaws({ measurements, reference, min, max }, { teams }): Flaw[] {
    if (min !== undefined && max !== undefined && min > max)
      return [{ kind: 'neverHolds', why: `minDistance ${min} is more than maxDistance ${max}` }];
    if (measurements.every((each) => inWords(each, teams.length) === inWords(reference, teams.length))) {
      const why = `it measures ${reference.text} from itself, which is 0${teams.length === 1 ? ': there is one team only' : ''}`;
      return [min !== undefined && min > 0 ? { kind: 'neverHolds', why } : { kind: 'neverFails', why }];
    }
    const isTrap =
      measurements.some((each) => each.teams && each.text.startsWith('avg(')) &&
      reference.text.startsWith('avg(flatten(');
    if (!isTrap || max === undefined) return [];
    const why = `each team is compared with the average of all: two teams of equal size may be ${2 * max} apart, not ${max}`;
    return [{ kind: 'trap', why }];
  },
});

/** The same for expressions that have the same value; of one team, lists by team are no difference. */
function inWords({ text }: Expression, teams: number): string {
  const short = text.replaceAll(' ', '');
  return teams > 1
    ? short
    : short
        .replaceAll('flatten(', '(')
        .replaceAll(/\bteams?\[[^\]]*\]/g, 'teams[*]')
        .replaceAll(/\(\(([^()]*)\)\)/g, '($1)');
}

function judge(
  nearest: number,
  farthest: number,
  { min, max }: { min: number | undefined; max: number | undefined },
): Omit<Measured, 'measured'> {
  const shown = (number: number) => String(Math.round(number * 1000) / 1000);
  if (min !== undefined && (nearest < min || max === undefined))
    return {
      judged: `distance ${shown(nearest)} ${nearest < min ? '<' : '>='} ${min}`,
      by: nearest < min ? min - nearest : undefined,
    };
  const limit = max ?? Number.POSITIVE_INFINITY;
  const isOver = farthest > limit;
  return {
    judged: `distance ${shown(farthest)} ${isOver ? '>' : '<='} ${limit}`,
    by: isOver ? farthest - limit : undefined,
  };
}
