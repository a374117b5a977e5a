import { RuleSetError } from '../errors.ts';
import { createSlots } from '../expressions/match-view.ts';
import { kindNamed } from '../rules/rule-kinds.ts';
import { buildVersions, type RuleDefinition } from './build-versions.ts';
import { type Fields, isObject, type Problem, readFields, type Report } from './json-fields.ts';
import { nameOf } from './names.ts';
import { parseAlgorithm } from './parse-algorithm.ts';
import { parseAttributes } from './parse-attributes.ts';
import { parseExpansions } from './parse-expansions.ts';
import { LARGE_PLAYERS, parseTeams, playersOf } from './parse-teams.ts';
import type { RuleSet } from './rule-set.ts';

const MAX_CHARACTERS = 65_535;
const FIELDS = [
  'name',
  'ruleLanguageVersion',
  'playerAttributes',
  'algorithm',
  'teams',
  'rules',
  'expansions',
];

/**
 * A FlexMatch rule set from its JSON text of 1 to 65,535 characters. Throws a RuleSetError with everything that is
 * wrong, each problem with its path. Of a key that stands twice the last one counts, as for AWS: `lintRuleSet` tells.
 */
export function parseRuleSet(text: string): RuleSet {
  const problems: Problem[] = [];
  const report: Report = (path, message) => void problems.push({ path, message });
  const root = readFields(read(text), '', report);
  const ruleSet = root && build(root, report);
  if (!ruleSet || problems.length > 0) throw new RuleSetError(problems);
  return ruleSet;
}

function read(text: string): unknown {
  if (text.length < 1 || text.length > MAX_CHARACTERS)
    throw new RuleSetError([
      { path: '', message: `A rule set has 1 to ${MAX_CHARACTERS} characters, not ${text.length}` },
    ]);
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof SyntaxError ? error.message : String(error);
    throw new RuleSetError([{ path: '', message: `Not valid JSON, which has no comments: ${message}` }]);
  }
}

function build(root: Fields, report: Report): RuleSet {
  root.only(FIELDS, 'a rule set');
  const name = root.text('name');
  if (root.require('ruleLanguageVersion')) root.oneOf('ruleLanguageVersion', ['1.0']);
  const attributes = parseAttributes(root, report);
  const teams = parseTeams(root, report);
  const isLarge = playersOf(teams) > LARGE_PLAYERS;
  const { slots, slotOf } = createSlots();
  const algorithm = parseAlgorithm(root, attributes, isLarge, slotOf, report);
  const { rules, expandable } = readRules(root, report);
  const targets = { teams: teams.map((team) => team.name), rules: expandable };
  const expansions = parseExpansions(root, targets, report);
  const versions = buildVersions({ attributes, teams, rules, isLarge, slotOf }, expansions, report);
  return {
    name,
    attributes,
    algorithm,
    expansions: expansions.map(({ target, steps }) => ({ target, steps })),
    definitions: {
      teams: listed(root.raw('teams')),
      rules: rules.map(({ members }) => members),
    },
    isLarge,
    versions,
    slots,
  };
}

function listed(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The rules as they stand there, and what may be expanded of each. */
function readRules(
  root: Fields,
  report: Report,
): { rules: RuleDefinition[]; expandable: Map<string, readonly string[]> } {
  const rules: RuleDefinition[] = [];
  const expandable = new Map<string, readonly string[]>();
  for (const { value, path } of root.list('rules')) {
    const fields = readFields(value, path, report);
    if (!fields || !isObject(value)) continue;
    // A rule without a good name is still read, so that everything wrong with it is told at once.
    const name = nameOf(fields, (each) => expandable.has(each)) ?? path;
    expandable.set(name, kindNamed(fields.raw('type'))?.expandable ?? []);
    rules.push({ name, path, members: value });
  }
  return { rules, expandable };
}
