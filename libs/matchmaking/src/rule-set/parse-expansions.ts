import { type Fields, readFields, type Report } from './json-fields.ts';
import type { Expansion } from './rule-set.ts';

/** What an expansion may replace. */
type Targets = {
  readonly teams: readonly string[];
  /** Members that may be replaced, by the name of the rule. */
  readonly rules: ReadonlyMap<string, readonly string[]>;
};

/** One value that is replaced from a second on. */
export type Change = { readonly seconds: number; readonly value: unknown; readonly path: string };

/** An expansion whose target was found. */
export type ParsedExpansion = Expansion & {
  readonly of: 'rules' | 'teams';
  readonly names: readonly string[];
  readonly field: string;
  readonly changes: readonly Change[];
};

const TARGET = /^(rules|teams)\[([^\]]+)\]\.(\w+)$/;
const MAX_SECONDS = 43_200;

/** The member `expansions`. The values of its steps are read later, as the rule or team that they change. */
export function parseExpansions(root: Fields, targets: Targets, report: Report): ParsedExpansion[] {
  return root.list('expansions').flatMap(({ value, path }) => {
    const fields = readFields(value, path, report);
    if (!fields) return [];
    fields.only(['target', 'steps'], 'an expansion');
    if (!fields.require('target', 'steps')) return [];
    const target = fields.text('target');
    const found = target === undefined ? undefined : targetOf(target, targets);
    if (typeof found === 'string') fields.report('target', found);
    const changes = changesOf(fields, report);
    if (target === undefined || found === undefined || typeof found === 'string') return [];
    const steps = changes.map(({ seconds, value: each }) => ({ waitTimeSeconds: seconds, value: each }));
    return [{ target, steps, ...found, changes }];
  });
}

/** A string says why there is no such target. */
function targetOf(
  target: string,
  { teams, rules }: Targets,
): Pick<ParsedExpansion, 'of' | 'names' | 'field'> | string {
  const [, of, list = '', field = ''] = TARGET.exec(target) ?? [];
  if (of !== 'rules' && of !== 'teams')
    return `${JSON.stringify(target)} is no target such as rules[NAME].maxDistance or teams[NAME].minPlayers`;
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) {
    const fields =
      of === 'teams' ? (teams.includes(name) ? ['minPlayers', 'maxPlayers'] : undefined) : rules.get(name);
    if (!fields) return `there is no ${of === 'teams' ? 'team' : 'rule'} ${JSON.stringify(name)}`;
    if (fields.length === 0) return `a rule of the kind of ${name} cannot be expanded`;
    if (!fields.includes(field)) return `${field} of ${name} cannot be expanded; ${fields.join(', ')} can`;
  }
  return { of, names, field };
}

function changesOf(fields: Fields, report: Report): Change[] {
  const listed = fields.list('steps');
  if (Array.isArray(fields.raw('steps')) && listed.length === 0)
    fields.report('steps', 'must have at least one step');
  let last = -1;
  return listed.flatMap(({ value, path }) => {
    const step = readFields(value, path, report);
    if (!step) return [];
    step.only(['waitTimeSeconds', 'value'], 'a step');
    if (!step.require('waitTimeSeconds', 'value')) return [];
    const seconds = step.number('waitTimeSeconds', { min: 0, whole: true });
    if (seconds === undefined) return [];
    if (seconds > MAX_SECONDS)
      step.report('waitTimeSeconds', `must be at most ${MAX_SECONDS}, the longest time of a request`);
    if (seconds <= last)
      step.report(
        'waitTimeSeconds',
        `${seconds} is not later than ${last}: each step waits longer than the one before it`,
      );
    last = Math.max(last, seconds);
    return [{ seconds, value: step.raw('value'), path: `${path}.value` }];
  });
}
