import type { MatchView, TicketValue } from '../expressions/match-view.ts';
import { NUMBER_AGGREGATIONS } from './operands.ts';
import { defineRule } from './rule.ts';

type BatchDistance = { slot: number; attribute: string; isNumber: boolean; max: number };

/**
 * The tickets of a match are alike in one attribute: numbers at most `maxDistance` apart, strings all equal. With a
 * `maxDistance` of n, at most n + 1 different strings, which AWS does not say.
 */
export const batchDistance = defineRule<BatchDistance>({
  type: 'batchDistance',
  fields: ['batchAttribute', 'maxDistance', 'partyAggregation'],
  expandable: ['maxDistance'],
  large: ['batchAttribute', 'maxDistance', 'partyAggregation'],
  parse(fields, { attributes, slotOf }) {
    const numbers = fields.oneOf('partyAggregation', NUMBER_AGGREGATIONS) ?? 'avg';
    if (!fields.require('batchAttribute')) return undefined;
    const attribute = fields.text('batchAttribute');
    if (attribute === undefined) return undefined;
    const type = attributes.get(attribute)?.type;
    if (!type)
      return fields.report(
        'batchAttribute',
        `${JSON.stringify(attribute)} is not declared in playerAttributes`,
      );
    if (type !== 'number' && type !== 'string')
      return fields.report(
        'batchAttribute',
        `must be a number or a string, ${JSON.stringify(attribute)} is a ${type}`,
      );
    const isNumber = type === 'number';
    if (isNumber && !fields.require('maxDistance')) return undefined;
    const max = fields.number('maxDistance', { min: 0 });
    if (fields.has('maxDistance') && max === undefined) return undefined;
    const slot = slotOf({ of: 'attribute', name: attribute, aggregation: isNumber ? numbers : 'first' });
    return { slot, attribute, isNumber, max: max ?? 0 };
  },
  holds({ slot, isNumber, max }, match) {
    const values = valuesOf(match, slot);
    if (values.length === 0) return undefined;
    return isNumber ? spreadOf(values) <= max : new Set(values).size <= max + 1;
  },
  explain({ slot, attribute, isNumber, max }, match) {
    const values = valuesOf(match, slot);
    const measured = `${attribute} ${values.map(String).join(', ')}`;
    const [found, most] = isNumber ? [spreadOf(values), max] : [new Set(values).size, max + 1];
    const judged = `${isNumber ? 'spread' : 'different values'} ${found} ${found > most ? '>' : '<='} ${most}`;
    return { measured, judged, by: found > most ? found - most : undefined };
  },
  bound({ slot, isNumber, max }) {
    if (isNumber) return { kind: 'near', slot, distance: max };
    return max < 1 ? { kind: 'same', slot } : undefined;
  },
});

function valuesOf({ teams }: MatchView, slot: number): TicketValue[] {
  return teams.flatMap(({ parties }) => parties.flatMap(({ values }) => values[slot] ?? []));
}

function spreadOf(values: readonly TicketValue[]): number {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values)
    if (typeof value === 'number') [least, most] = [Math.min(least, value), Math.max(most, value)];
  return most - least;
}
