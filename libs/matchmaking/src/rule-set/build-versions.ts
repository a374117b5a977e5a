import type { SlotOf } from '../expressions/match-view.ts';
import type { Rule } from '../rules/rule.ts';
import { parseRule } from '../rules/rule-kinds.ts';
import { numberFrom, readFields, type Report, shown } from './json-fields.ts';
import type { Change, ParsedExpansion } from './parse-expansions.ts';
import { playersOf, type TeamDefinition, teamsOf, LARGE_PLAYERS } from './parse-teams.ts';
import type { Attribute, Team, Version } from './rule-set.ts';

/** A rule as it stands in the rule set. */
export type RuleDefinition = {
  readonly name: string;
  readonly path: string;
  readonly members: Record<string, unknown>;
};

type Parts = {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly teams: readonly TeamDefinition[];
  readonly rules: readonly RuleDefinition[];
  readonly isLarge: boolean;
  readonly slotOf: SlotOf;
};

/** The version of second 0, and one for each second at which a step begins. Wrong values are told at their step. */
export function buildVersions(
  parts: Parts,
  expansions: readonly ParsedExpansion[],
  report: Report,
): [Version, ...Version[]] {
  const first = { fromSeconds: 0, ...versionOf(parts, teamsOf(parts.teams), [], report) };
  const seconds = new Set(expansions.flatMap(({ changes }) => changes.map((each) => each.seconds)));
  const later = [...seconds]
    .toSorted((a, b) => a - b)
    .map((at): Version => {
      const applied = expansions.flatMap((each) => {
        const change = each.changes.findLast((one) => one.seconds <= at);
        return change ? [{ ...each, change, isNew: change.seconds === at }] : [];
      });
      const teams = expandedTeams(parts, applied, report);
      const known = new Set(first.rules.map(({ name }) => name));
      const rules = parts.rules.filter(({ name }) => known.has(name));
      return { fromSeconds: at, ...versionOf({ ...parts, rules }, teamsOf(teams), applied, report) };
    });
  return later[0]?.fromSeconds === 0 ? [later[0], ...later.slice(1)] : [first, ...later];
}

/** An expansion with the step that counts, and whether that step begins with this version. */
type Applied = ParsedExpansion & { change: Change; isNew: boolean };

function versionOf(
  parts: Parts,
  teams: readonly Team[],
  applied: readonly Applied[],
  report: Report,
): Omit<Version, 'fromSeconds'> {
  const earlier = new Map<string, Rule>();
  for (const { name, path, members } of parts.rules) {
    const own = applied.filter((each) => each.of === 'rules' && each.names.includes(name));
    const replaced = Object.fromEntries(own.map(({ field, change }) => [field, change.value]));
    const fields = readFields(
      { ...members, ...replaced },
      path,
      reportOf(own, path, applied.length > 0, report),
    );
    const rule = fields && parseRule(name, fields, { ...parts, teams, earlier }, parts.isLarge);
    if (rule) earlier.set(name, rule);
  }
  const rules = [...earlier.values()];
  const parted = new Set(rules.flatMap((rule) => rule.parts));
  return { teams, rules, judged: rules.filter(({ name, sort }) => !parted.has(name) && !sort) };
}

/** In a later version, what is wrong with a rule is wrong with the step that changed it; it is told once. */
function reportOf(own: readonly Applied[], path: string, isLater: boolean, report: Report): Report {
  if (!isLater) return report;
  return (at, message) => {
    const step = own.find(({ field }) => at.startsWith(`${path}.${field}`)) ?? own.find(({ isNew }) => isNew);
    return step?.isNew ? report(step.change.path, message) : undefined;
  };
}

function expandedTeams(
  { teams, isLarge }: Parts,
  applied: readonly Applied[],
  report: Report,
): TeamDefinition[] {
  const expanded = teams.map((team) => {
    const own = applied.filter((each) => each.of === 'teams' && each.names.includes(team.name));
    const sizes = { minPlayers: team.minPlayers, maxPlayers: team.maxPlayers };
    for (const { field, change, isNew } of own) {
      const size = numberFrom(change.value);
      const isSize =
        size !== undefined && Number.isSafeInteger(size) && size >= (field === 'maxPlayers' ? 1 : 0);
      if (isSize) Object.assign(sizes, { [field]: size });
      else if (isNew) report(change.path, `must be a whole number of players, not ${shown(change.value)}`);
    }
    const [newest] = own.filter(({ isNew }) => isNew);
    if (newest && sizes.minPlayers > sizes.maxPlayers)
      report(
        newest.change.path,
        `makes minPlayers ${sizes.minPlayers} more than maxPlayers ${sizes.maxPlayers}`,
      );
    return { ...team, ...sizes };
  });
  const players = playersOf(expanded);
  const grown = applied.find(({ of, field, isNew }) => of === 'teams' && field === 'maxPlayers' && isNew);
  if (grown && !isLarge && players > LARGE_PLAYERS)
    report(
      grown.change.path,
      `makes a match of ${players} players from one of at most ${LARGE_PLAYERS}, which has other rules`,
    );
  if (grown && players > 200)
    report(grown.change.path, `makes a match of ${players} players, at most 200 can play in one`);
  return expanded;
}
