import { type Expression, listsIn, typeName, type Value } from '../expressions/expression.ts';
import type { MatchView } from '../expressions/match-view.ts';
import {
  LIST_AGGREGATIONS,
  measurementsOf,
  onlyStrings,
  referenceOf,
  shownMeasurements,
  shownValue,
} from './operands.ts';
import { defineRule, type Flaw } from './rule.ts';

const OPERATIONS = ['contains', 'intersection', 'reference_intersection_count'] as const;
type Operation = (typeof OPERATIONS)[number];

type Collection = {
  operation: Operation;
  measurements: readonly Expression[];
  reference: Expression | undefined;
  min: number | undefined;
  max: number | undefined;
};

/**
 * Counts in lists of strings, within `minCount` and `maxCount`. `contains`: the lists that hold the reference.
 * `intersection`: the strings that all lists have in common. `reference_intersection_count`: of each list by itself, the
 * strings that the reference holds as well. AWS does not say what a plain list of strings counts as: except for
 * `intersection`, each string is a list of its own here.
 */
export const collection = defineRule<Collection>({
  type: 'collection',
  fields: ['measurements', 'operation', 'referenceValue', 'minCount', 'maxCount', 'partyAggregation'],
  expandable: ['referenceValue', 'minCount', 'maxCount'],
  parse(fields, context) {
    const lists = fields.oneOf('partyAggregation', LIST_AGGREGATIONS);
    const operands = { fields, context, lists };
    const measurements = measurementsOf(operands, onlyStrings);
    const operation = fields.require('operation') ? fields.oneOf('operation', OPERATIONS) : undefined;
    const [min, max] = (['minCount', 'maxCount'] as const).map((name) =>
      fields.number(name, { min: 0, whole: true }),
    );
    if (!fields.has('minCount') && !fields.has('maxCount'))
      return fields.report('minCount', 'must be there, or maxCount');
    if (!operation) return undefined;
    if (operation === 'intersection' && fields.has('referenceValue'))
      return fields.report('referenceValue', 'must not stand beside the operation "intersection"');
    if (operation !== 'intersection' && !fields.require('referenceValue')) return undefined;
    const deepest = operation === 'contains' ? 0 : 1;
    const reference = referenceOf(operands, (type) => {
      if (type.of !== 'string') return `is ${typeName(type)}, this rule looks for strings`;
      return type.depth > deepest
        ? `is ${typeName(type)}, "${operation}" looks for ${deepest === 0 ? 'one string' : 'a list of strings'}`
        : undefined;
    });
    if (!measurements || (operation !== 'intersection' && !reference)) return undefined;
    return { operation, measurements, reference, min, max };
  },
  holds(rule, match, growing) {
    const counts = countsOf(rule, match);
    if (counts.length === 0) return undefined;
    const isUnder = rule.min !== undefined && counts.some((count) => count < (rule.min ?? 0));
    const isOver = rule.max !== undefined && counts.some((count) => count > (rule.max ?? 0));
    if (!growing) return !isUnder && !isOver;
    const trend = trendOf(rule);
    if ((isUnder && !trend.up) || (isOver && !trend.down)) return false;
    const isSettled = (rule.min === undefined || !trend.down) && (rule.max === undefined || !trend.up);
    return isSettled && !isUnder && !isOver ? true : undefined;
  },
  // Each party adds one list to a measurement, no more; a team that stays empty is not counted.
  missing(rule, match) {
    const { operation, measurements, min } = rule;
    if (operation !== 'contains' || min === undefined) return 0;
    const [count = min] = countsOf(rule, match);
    return Math.max(0, Math.ceil((min - count) / measurements.length));
  },
  explain(rule, match) {
    const { operation, measurements, reference, min, max } = rule;
    const counts = countsOf(rule, match);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    const measured = shownMeasurements(measurements, (each) => each.evaluate(match));
    const what =
      operation === 'intersection' ? 'in common' : `with ${shownValue(reference?.evaluate(match))}`;
    if (counts.length === 0) return { measured, judged: `${what} cannot be counted yet` };
    if (min !== undefined && (least < min || max === undefined))
      return {
        measured,
        judged: `${what} ${least} ${least < min ? '<' : '>='} ${min}`,
        by: least < min ? min - least : undefined,
      };
    const limit = max ?? Number.POSITIVE_INFINITY;
    return {
      measured,
      judged: `${what} ${most} ${most > limit ? '>' : '<='} ${limit}`,
      by: most > limit ? most - limit : undefined,
    };
  },
  bound({ operation, measurements, min }) {
    const slot = measurements.find(
      ({ everyone, type, teams }) => everyone !== undefined && type.depth === (teams ? 3 : 2),
    )?.everyone;
    return operation === 'intersection' && slot !== undefined && min !== undefined && min > 0
      ? { kind: 'common', slot, count: min }
      : undefined;
  },
  flaws({ operation, min = 0, max = Number.POSITIVE_INFINITY }, { teams }): Flaw[] {
    if (min > max) return [{ kind: 'neverHolds', why: `minCount ${min} is more than maxCount ${max}` }];
    const players = teams.reduce((total, { maxPlayers }) => total + maxPlayers, 0);
    if (operation === 'contains' && min > players)
      return [{ kind: 'neverHolds', why: `minCount ${min} is more than the ${players} players of a match` }];
    if (min === 0 && (max === Number.POSITIVE_INFINITY || (operation === 'contains' && max >= players)))
      return [
        {
          kind: 'neverFails',
          why: `any count is from ${min} to ${max === Number.POSITIVE_INFINITY ? 'any number' : max}`,
        },
      ];
    return [];
  },
});

/** The counts that must lie within the bounds; none when nothing can be counted yet. */
function countsOf({ operation, measurements, reference }: Collection, match: MatchView): number[] {
  const isWhole = operation === 'intersection';
  if (operation === 'contains') return countHolding(measurements, match, reference?.evaluate(match));
  const lists = measurements.flatMap(({ evaluate, type }) => {
    const found = listsIn(evaluate(match), type.depth);
    return type.depth === 1 && !isWhole ? found.flatMap((list) => list.map((each) => [each])) : found;
  });
  const [first] = lists;
  if (!first) return [];
  if (isWhole)
    return [[...new Set(first)].filter((each) => lists.every((list) => list.includes(each))).length];
  const needed = reference?.evaluate(match);
  if (needed === undefined) return [];
  const wanted = new Set(typeof needed === 'object' ? needed : [needed]);
  // A list of a ticket holds no string twice.
  return lists.map((list) => list.reduce((total, each) => (wanted.has(each) ? total + 1 : total), 0));
}

/** How many lists hold a string, each measurement taken as it is; none when there is no list. */
function countHolding(measurements: readonly Expression[], match: MatchView, needed: Value): number[] {
  let lists = 0;
  let holding = 0;
  const count = (value: Value, depth: number): void => {
    if (depth > 1) {
      if (typeof value === 'object') for (const each of value) count(each, depth - 1);
      return;
    }
    lists += 1;
    if (typeof value === 'object' ? value.includes(needed) : value === needed) holding += 1;
  };
  for (const { evaluate, type } of measurements) count(evaluate(match), Math.max(2, type.depth));
  return lists === 0 ? [] : [holding];
}

/** Which way the counts can go while players are added. */
function trendOf({ operation, measurements, reference }: Collection): { up: boolean; down: boolean } {
  const shrinks = measurements.some((each) => each.shrinks);
  if (operation === 'contains') return { up: true, down: shrinks };
  if (operation === 'intersection')
    return { up: measurements.some(({ type }) => type.depth === 1), down: true };
  const isFixed = reference?.type.depth === 0 || reference?.text.startsWith('[');
  return { up: !isFixed && !reference?.shrinks, down: shrinks || reference?.shrinks === true };
}
