import { batchDistance } from './batch-distance.ts';
import { collection } from './collection.ts';
import { comparison } from './comparison.ts';
import { compound } from './compound.ts';
import { distance } from './distance.ts';
import { latency } from './latency.ts';
import type { Fields } from '../rule-set/json-fields.ts';
import type { Rule, RuleContext, RuleKind } from './rule.ts';
import { absoluteSort, distanceSort } from './sorts.ts';

const ALL = [comparison, distance, batchDistance, collection, latency, absoluteSort, distanceSort, compound];
const KINDS: ReadonlyMap<string, RuleKind> = new Map(ALL.map((kind) => [kind.type, kind]));
const OF_EVERY_KIND = ['name', 'description', 'type'];

/** The kind that the member `type` of a rule names. */
export function kindNamed(type: unknown): RuleKind | undefined {
  return typeof type === 'string' ? KINDS.get(type) : undefined;
}

/** A rule by its kind; undefined after telling what is wrong. `isLarge`: matches of more than 40 players. */
export function parseRule(
  name: string,
  fields: Fields,
  context: RuleContext,
  isLarge: boolean,
): Rule | undefined {
  if (fields.has('description')) fields.text('description');
  const type = fields.require('type') ? fields.oneOf('type', [...KINDS.keys()]) : undefined;
  const kind = kindNamed(type);
  if (!kind) return undefined;
  fields.only([...OF_EVERY_KIND, ...kind.fields], `a ${kind.type} rule`);
  if (isLarge) {
    const { large } = kind;
    if (!large)
      return fields.report(
        'type',
        `"${kind.type}" cannot stand in a rule set for more than 40 players; latency and batchDistance can`,
      );
    const refused = kind.fields.filter((each) => fields.has(each) && !large.includes(each));
    for (const each of refused) fields.report(each, 'cannot stand in a rule set for more than 40 players');
    if (refused.length > 0) return undefined;
  }
  return kind.parse(fields, context, name);
}
