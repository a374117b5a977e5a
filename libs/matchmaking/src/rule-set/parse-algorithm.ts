import { type Fields, readFields, type Report } from './json-fields.ts';
import type { SlotOf } from '../expressions/match-view.ts';
import type { Algorithm, Attribute } from './rule-set.ts';

const FIELDS = [
  'strategy',
  'batchingPreference',
  'sortByAttributes',
  'balancedAttribute',
  'expansionAgeSelection',
  'backfillPriority',
];
const PREFERENCES = {
  exhaustiveSearch: ['random', 'sorted'],
  balanced: ['largestPopulation', 'fastestRegion'],
} as const;

/**
 * The member `algorithm` with its defaults. AWS's pages contradict each other on `backfillPriority` beside the balanced
 * strategy: it is taken here. Without it, a backfill of a large match comes first, as the guide says.
 */
export function parseAlgorithm(
  root: Fields,
  attributes: ReadonlyMap<string, Attribute>,
  isLarge: boolean,
  slotOf: SlotOf,
  report: Report,
): Algorithm {
  const fields = readFields(root.has('algorithm') ? root.raw('algorithm') : {}, 'algorithm', report);
  if (!fields) return DEFAULT;
  fields.only(FIELDS, 'the algorithm');
  const strategy = fields.oneOf('strategy', ['exhaustiveSearch', 'balanced'] as const) ?? 'exhaustiveSearch';
  if (isLarge && strategy !== 'balanced')
    fields.report('strategy', 'must be "balanced": the teams have more than 40 players together');
  const preferences = PREFERENCES[strategy];
  const batchingPreference = fields.oneOf('batchingPreference', preferences) ?? preferences[0];
  const slot = (name: string) =>
    slotOf({ of: 'attribute', name, aggregation: AGGREGATIONS[attributes.get(name)?.type ?? 'number'] });
  const balanceBy = balancedAttribute(fields, strategy === 'balanced', attributes);
  return {
    strategy,
    batchingPreference,
    sortBy: sortByAttributes(fields, batchingPreference === 'sorted', attributes).map(slot),
    balanceBy: balanceBy === undefined ? undefined : slot(balanceBy),
    expansionAgeSelection: fields.oneOf('expansionAgeSelection', ['newest', 'oldest'] as const) ?? 'newest',
    backfillPriority:
      fields.oneOf('backfillPriority', ['normal', 'high', 'low'] as const) ?? (isLarge ? 'high' : 'normal'),
  };
}

/** A party counts with its average, or with its first player's text. */
const AGGREGATIONS = {
  number: 'avg',
  string: 'first',
  string_list: 'union',
  string_number_map: 'avg',
} as const;

const DEFAULT: Algorithm = {
  strategy: 'exhaustiveSearch',
  batchingPreference: 'random',
  sortBy: [],
  expansionAgeSelection: 'newest',
  backfillPriority: 'normal',
};

function sortByAttributes(
  fields: Fields,
  isSorted: boolean,
  attributes: ReadonlyMap<string, Attribute>,
): string[] {
  if (!isSorted) {
    if (fields.has('sortByAttributes'))
      fields.report('sortByAttributes', 'needs the batchingPreference "sorted"');
    return [];
  }
  if (!fields.require('sortByAttributes')) return [];
  const listed = fields.list('sortByAttributes');
  if (listed.length === 0) fields.report('sortByAttributes', 'must name at least one attribute');
  return listed.flatMap(({ value }, index) => {
    if (typeof value === 'string' && attributes.has(value)) return [value];
    fields.report(
      `sortByAttributes[${index}]`,
      `${JSON.stringify(value)} is not declared in playerAttributes`,
    );
    return [];
  });
}

function balancedAttribute(
  fields: Fields,
  isBalanced: boolean,
  attributes: ReadonlyMap<string, Attribute>,
): string | undefined {
  if (!isBalanced)
    return fields.has('balancedAttribute')
      ? fields.report('balancedAttribute', 'needs the strategy "balanced"')
      : undefined;
  if (!fields.require('balancedAttribute')) return undefined;
  const name = fields.text('balancedAttribute');
  if (name === undefined) return undefined;
  const type = attributes.get(name)?.type;
  if (!type)
    return fields.report('balancedAttribute', `${JSON.stringify(name)} is not declared in playerAttributes`);
  return type === 'number'
    ? name
    : fields.report('balancedAttribute', `must be a number, ${JSON.stringify(name)} is a ${type}`);
}
