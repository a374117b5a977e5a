import { describe, expect, it } from '@jest/globals';
import { RuleSetError } from '../errors.ts';
import * as samples from '../public-rule-sets.fixture.ts';
import { parseRuleSet } from './parse-rule-set.ts';

/** A good rule set with some members replaced. */
function ruleSet(members: Record<string, unknown> = {}): string {
  return JSON.stringify({
    ruleLanguageVersion: '1.0',
    playerAttributes: [
      { name: 'skill', type: 'number', default: 10 },
      { name: 'mode', type: 'string' },
      { name: 'modes', type: 'string_list' },
      { name: 'maps', type: 'string_number_map' },
    ],
    teams: [
      { name: 'red', minPlayers: 1, maxPlayers: 5 },
      { name: 'blue', minPlayers: 1, maxPlayers: 5 },
    ],
    ...members,
  });
}
const large = {
  algorithm: { strategy: 'balanced', balancedAttribute: 'skill' },
  teams: [{ name: 'all', minPlayers: 1, maxPlayers: 41 }],
};
const distance = (members: Record<string, unknown> = {}) => ({
  name: 'Fair',
  type: 'distance',
  measurements: ['avg(teams[red].players.attributes[skill])'],
  referenceValue: 10,
  maxDistance: 10,
  ...members,
});
const withRule = (rule: Record<string, unknown>) => ruleSet({ rules: [rule] });
const withExpansion = (expansion: unknown) => ruleSet({ rules: [distance()], expansions: [expansion] });

function problemsOf(text: string): string[] {
  try {
    parseRuleSet(text);
    return [];
  } catch (error) {
    if (!(error instanceof RuleSetError)) throw error;
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('parseRuleSet', () => {
  const { FOREIGN, ...good } = samples;
  it.each(Object.entries(good))('takes the public rule set %s', (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it("refuses a peer's own syntax, each foreign part by its path", () => {
    expect(problemsOf(FOREIGN)).toEqual([
      expect.stringMatching(/^acceptanceRequired: is unknown in a rule set/),
      expect.stringMatching(/^rules\[0\]\.measurements\[0\]: "players.skill" is no property expression/),
    ]);
  });

  it.each<[string, string, string]>([
    ['no text', '', ': A rule set has 1 to 65535 characters, not 0'],
    ['65,536 characters', `"${'a'.repeat(65_534)}"`, ': A rule set has 1 to 65535 characters, not 65536'],
    ['a comment', '{} // comment', ': Not valid JSON, which has no comments: '],
    ['a list', '[]', ': must be an object, not a list'],
    [
      'no version',
      JSON.stringify({ teams: [{ name: 'a', minPlayers: 1, maxPlayers: 1 }] }),
      'ruleLanguageVersion: is missing',
    ],
    ['version 1.1', ruleSet({ ruleLanguageVersion: '1.1' }), 'ruleLanguageVersion: must be "1.0", not "1.1"'],
    ['a number as version', ruleSet({ ruleLanguageVersion: 1 }), 'ruleLanguageVersion: must be "1.0", not 1'],
    ['an unknown member', ruleSet({ customEventData: '' }), 'customEventData: is unknown in a rule set'],
    ['no teams', JSON.stringify({ ruleLanguageVersion: '1.0' }), 'teams: is missing'],
    ['an empty list of teams', ruleSet({ teams: [] }), 'teams: must have at least one team'],
    ['teams that are no list', ruleSet({ teams: {} }), 'teams: must be a list, not an object'],
    ['a team that is null', ruleSet({ teams: [null] }), 'teams[0]: must be an object, not null'],
    [
      'two teams of one name',
      ruleSet({
        teams: [
          { name: 'a', minPlayers: 1, maxPlayers: 1 },
          { name: 'a', minPlayers: 1, maxPlayers: 1 },
        ],
      }),
      'teams[1].name: "a" stands twice',
    ],
    [
      'a team with the name of another one of several',
      ruleSet({
        teams: [
          { name: 'a_2', minPlayers: 1, maxPlayers: 1 },
          { name: 'a', minPlayers: 1, maxPlayers: 1, quantity: 2 },
        ],
      }),
      'teams[1].name: its team "a_2" has the name of another team',
    ],
    [
      'min over max',
      ruleSet({ teams: [{ name: 'a', minPlayers: 2, maxPlayers: 1 }] }),
      'teams[0].minPlayers: 2 is more than maxPlayers 1',
    ],
    [
      'half a player',
      ruleSet({ teams: [{ name: 'a', minPlayers: 0.5, maxPlayers: 1 }] }),
      'teams[0].minPlayers: must be a whole number, not 0.5',
    ],
    [
      'no players at most',
      ruleSet({ teams: [{ name: 'a', minPlayers: 0, maxPlayers: 0 }] }),
      'teams[0].maxPlayers: must be at least 1, not 0',
    ],
    [
      '201 players',
      ruleSet({ ...large, teams: [{ name: 'a', minPlayers: 1, maxPlayers: 67, quantity: 3 }] }),
      'teams: have 201 players together, at most 200 can play in one match',
    ],
    [
      'a bracket in a name',
      ruleSet({ teams: [{ name: 'a]', minPlayers: 1, maxPlayers: 1 }] }),
      'teams[0].name: must have no blank at its ends and none of',
    ],
    [
      'an attribute twice',
      ruleSet({
        playerAttributes: [
          { name: 'a', type: 'number' },
          { name: 'a', type: 'string' },
        ],
      }),
      'playerAttributes[1].name: "a" stands twice',
    ],
    [
      'an unknown type',
      ruleSet({ playerAttributes: [{ name: 'a', type: 'int' }] }),
      'playerAttributes[0].type: must be "string" or "number" or',
    ],
    [
      'a default of another type',
      ruleSet({ playerAttributes: [{ name: 'a', type: 'number', default: '1' }] }),
      'playerAttributes[0].default: must be a number',
    ],
    [
      'a map of strings',
      ruleSet({ playerAttributes: [{ name: 'a', type: 'string_number_map', default: { a: 'b' } }] }),
      'playerAttributes[0].default: must be an object of numbers',
    ],
    [
      'an unknown strategy',
      ruleSet({ algorithm: { strategy: 'fast' } }),
      'algorithm.strategy: must be "exhaustiveSearch" or "balanced", not "fast"',
    ],
    [
      'the preference of the other strategy',
      ruleSet({ algorithm: { batchingPreference: 'fastestRegion' } }),
      'algorithm.batchingPreference: must be "random" or "sorted"',
    ],
    [
      'sorted without attributes',
      ruleSet({ algorithm: { batchingPreference: 'sorted' } }),
      'algorithm.sortByAttributes: is missing',
    ],
    [
      'attributes without sorted',
      ruleSet({ algorithm: { sortByAttributes: ['skill'] } }),
      'algorithm.sortByAttributes: needs the batchingPreference "sorted"',
    ],
    [
      'an undeclared attribute to sort by',
      ruleSet({ algorithm: { batchingPreference: 'sorted', sortByAttributes: ['luck'] } }),
      'algorithm.sortByAttributes[0]: "luck" is not declared in playerAttributes',
    ],
    [
      'balanced without its attribute',
      ruleSet({ algorithm: { strategy: 'balanced' } }),
      'algorithm.balancedAttribute: is missing',
    ],
    [
      'balanced by a string',
      ruleSet({ algorithm: { strategy: 'balanced', balancedAttribute: 'mode' } }),
      'algorithm.balancedAttribute: must be a number, "mode" is a string',
    ],
    [
      '41 players without balanced',
      ruleSet({ teams: large.teams }),
      'algorithm.strategy: must be "balanced": the teams have more than 40 players together',
    ],
    [
      'a distance rule with 41 players',
      ruleSet({
        ...large,
        rules: [distance({ measurements: ['avg(teams[all].players.attributes[skill])'] })],
      }),
      'rules[0].type: "distance" cannot stand in a rule set for more than 40 players',
    ],
    [
      'a distance of latency with 41 players',
      ruleSet({
        ...large,
        rules: [{ name: 'L', type: 'latency', maxLatency: 50, maxDistance: 5 }],
      }),
      'rules[0].maxDistance: cannot stand in a rule set for more than 40 players',
    ],
    [
      'an unknown rule type',
      withRule({ name: 'a', type: 'magic' }),
      'rules[0].type: must be "comparison" or',
    ],
    [
      'an unknown member of a rule',
      withRule(distance({ maxLatency: 5 })),
      'rules[0].maxLatency: is unknown in a distance rule',
    ],
    ['no measurements', withRule(distance({ measurements: undefined })), 'rules[0].measurements: is missing'],
    [
      'an empty list of measurements',
      withRule(distance({ measurements: [] })),
      'rules[0].measurements: must have at least one expression',
    ],
    [
      'a measurement that is a number',
      withRule(distance({ measurements: [5] })),
      'rules[0].measurements[0]: must be a property expression, not 5',
    ],
    [
      'strings in a distance',
      withRule(distance({ measurements: ['flatten(teams[*].players.attributes[modes])'] })),
      'rules[0].measurements[0]: flatten(teams[*].players.attributes[modes]) is a list of lists of strings, this rule measures numbers',
    ],
    [
      'a list as reference',
      withRule(distance({ referenceValue: 'teams[red].players.attributes[skill]' })),
      'rules[0].referenceValue: teams[red].players.attributes[skill] is a list, this rule measures from one number',
    ],
    [
      'no distance',
      withRule(distance({ maxDistance: undefined })),
      'rules[0].maxDistance: must be there, or minDistance',
    ],
    [
      'a distance that is no number',
      withRule(distance({ maxDistance: 'far' })),
      'rules[0].maxDistance: must be a number, not "far"',
    ],
    [
      'an average of strings',
      withRule(distance({ measurements: ['avg(teams[red].players.attributes[mode])'] })),
      'rules[0].measurements[0]: avg takes a list of numbers, but teams[red].players.attributes[mode] is a list of strings',
    ],
    [
      'a flat list flattened',
      withRule(distance({ measurements: ['flatten(teams[red].players.attributes[skill])'] })),
      'rules[0].measurements[0]: flatten takes a list of lists',
    ],
    [
      'an unknown team',
      withRule(distance({ measurements: ['avg(teams[green].players.attributes[skill])'] })),
      'rules[0].measurements[0]: there is no team "green"; there are red, blue',
    ],
    [
      'an unknown attribute',
      withRule(distance({ measurements: ['avg(teams[red].players.attributes[luck])'] })),
      'rules[0].measurements[0]: the attribute "luck" is not declared in playerAttributes',
    ],
    [
      'a map in an expression',
      withRule(distance({ measurements: ['avg(teams[red].players.attributes[maps])'] })),
      'rules[0].measurements[0]: the attribute "maps" is a map: only sorts read maps',
    ],
    [
      'an unknown function',
      withRule(distance({ measurements: ['mode(teams[red].players.attributes[skill])'] })),
      'rules[0].measurements[0]: there is no function mode',
    ],
    [
      'functions without end',
      withRule(distance({ measurements: [`${'min('.repeat(9000)}1${')'.repeat(9000)}`] })),
      'rules[0].measurements[0]: more than 20 functions stand inside of each other',
    ],
    [
      'an order of strings',
      withRule({
        name: 'a',
        type: 'comparison',
        measurements: ['teams[red].players.attributes[mode]'],
        referenceValue: 'x',
        operation: '<',
      }),
      'rules[0].operation: "<" compares numbers, but teams[red].players.attributes[mode] is a list of strings',
    ],
    [
      'an order without reference',
      withRule({
        name: 'a',
        type: 'comparison',
        measurements: ['teams[red].players.attributes[skill]'],
        operation: '<',
      }),
      'rules[0].referenceValue: is missing: without it, operation is "=" or "!=", not "<"',
    ],
    [
      'a number compared with a word',
      withRule({
        name: 'a',
        type: 'comparison',
        measurements: ['teams[red].players.attributes[skill]'],
        referenceValue: 'x',
        operation: '=',
      }),
      'rules[0].referenceValue: "x" is a string, but teams[red].players.attributes[skill] is a list of numbers',
    ],
    [
      'players compared',
      withRule({ name: 'a', type: 'comparison', measurements: ['teams[red].players'], operation: '=' }),
      'rules[0].measurements[0]: teams[red].players is a list of players, this rule compares numbers or strings',
    ],
    [
      'a collection of numbers',
      withRule({
        name: 'a',
        type: 'collection',
        measurements: ['teams[red].players.attributes[skill]'],
        operation: 'contains',
        referenceValue: 'a',
        minCount: 1,
      }),
      'rules[0].measurements[0]: teams[red].players.attributes[skill] is a list of numbers, this rule measures lists of strings',
    ],
    [
      'a collection without bounds',
      withRule({
        name: 'a',
        type: 'collection',
        measurements: ['teams[red].players.attributes[modes]'],
        operation: 'contains',
        referenceValue: 'a',
      }),
      'rules[0].minCount: must be there, or maxCount',
    ],
    [
      'an intersection with reference',
      withRule({
        name: 'a',
        type: 'collection',
        measurements: ['teams[red].players.attributes[modes]'],
        operation: 'intersection',
        referenceValue: 'a',
        minCount: 1,
      }),
      'rules[0].referenceValue: must not stand beside the operation "intersection"',
    ],
    [
      'contains without reference',
      withRule({
        name: 'a',
        type: 'collection',
        measurements: ['teams[red].players.attributes[modes]'],
        operation: 'contains',
        minCount: 1,
      }),
      'rules[0].referenceValue: is missing',
    ],
    [
      'a batch of lists',
      withRule({ name: 'a', type: 'batchDistance', batchAttribute: 'modes' }),
      'rules[0].batchAttribute: must be a number or a string, "modes" is a string_list',
    ],
    [
      'a batch of numbers without distance',
      withRule({ name: 'a', type: 'batchDistance', batchAttribute: 'skill' }),
      'rules[0].maxDistance: is missing',
    ],
    [
      'a latency without limit',
      withRule({ name: 'a', type: 'latency' }),
      'rules[0].maxLatency: must be there, or maxDistance',
    ],
    [
      'a distance of latency from nothing',
      withRule({ name: 'a', type: 'latency', maxDistance: 5 }),
      'rules[0].distanceReference: is missing',
    ],
    [
      'a sort by map without its key',
      withRule({ name: 'a', type: 'absoluteSort', sortDirection: 'ascending', sortAttribute: 'maps' }),
      'rules[0].mapKey: is missing',
    ],
    [
      'a key for a number',
      withRule({
        name: 'a',
        type: 'distanceSort',
        sortDirection: 'ascending',
        sortAttribute: 'skill',
        mapKey: 'minValue',
      }),
      'rules[0].mapKey: needs a string_number_map, "skill" is a number',
    ],
    [
      'a compound of a later rule',
      ruleSet({ rules: [{ name: 'c', type: 'compound', statement: 'not(Fair)' }, distance()] }),
      'rules[0].statement: there is no rule "Fair" before this one',
    ],
    [
      'a compound of a batchDistance',
      ruleSet({
        rules: [
          { name: 'b', type: 'batchDistance', batchAttribute: 'mode' },
          { name: 'c', type: 'compound', statement: 'not(b)' },
        ],
      }),
      'rules[1].statement: b is a batchDistance rule, which cannot stand in a compound rule',
    ],
    [
      'not of two',
      ruleSet({ rules: [distance(), { name: 'c', type: 'compound', statement: 'not(Fair, Fair)' }] }),
      'rules[1].statement: not takes 1 argument, not 2',
    ],
    [
      'an open bracket',
      ruleSet({ rules: [distance(), { name: 'c', type: 'compound', statement: 'not(Fair' }] }),
      'rules[1].statement: ")" is missing behind the arguments of not',
    ],
    ['a rule twice', ruleSet({ rules: [distance(), distance()] }), 'rules[1].name: "Fair" stands twice'],
    [
      'an expansion of nothing',
      withExpansion({ target: 'Fair.maxDistance', steps: [{ waitTimeSeconds: 5, value: 1 }] }),
      'expansions[0].target: "Fair.maxDistance" is no target such as',
    ],
    [
      'an expansion of an unknown rule',
      withExpansion({ target: 'rules[Fear].maxDistance', steps: [{ waitTimeSeconds: 5, value: 1 }] }),
      'expansions[0].target: there is no rule "Fear"',
    ],
    [
      'an expansion of an unknown team',
      withExpansion({ target: 'teams[green].minPlayers', steps: [{ waitTimeSeconds: 5, value: 1 }] }),
      'expansions[0].target: there is no team "green"',
    ],
    [
      'an expansion of a fixed member',
      withExpansion({ target: 'rules[Fair].measurements', steps: [{ waitTimeSeconds: 5, value: 1 }] }),
      'expansions[0].target: measurements of Fair cannot be expanded',
    ],
    [
      'an expansion of a compound',
      ruleSet({
        rules: [distance(), { name: 'c', type: 'compound', statement: 'not(Fair)' }],
        expansions: [{ target: 'rules[c].statement', steps: [{ waitTimeSeconds: 5, value: 'Fair' }] }],
      }),
      'expansions[0].target: a rule of the kind of c cannot be expanded',
    ],
    [
      'an expansion without steps',
      withExpansion({ target: 'rules[Fair].maxDistance', steps: [] }),
      'expansions[0].steps: must have at least one step',
    ],
    [
      'steps that fall',
      withExpansion({
        target: 'rules[Fair].maxDistance',
        steps: [
          { waitTimeSeconds: 5, value: 1 },
          { waitTimeSeconds: 5, value: 2 },
        ],
      }),
      'expansions[0].steps[1].waitTimeSeconds: 5 is not later than 5',
    ],
    [
      'a step of another type',
      withExpansion({ target: 'rules[Fair].maxDistance', steps: [{ waitTimeSeconds: 5, value: 'far' }] }),
      'expansions[0].steps[0].value: must be a number, not "far"',
    ],
    [
      'a step that makes min over max',
      withExpansion({ target: 'teams[red].minPlayers', steps: [{ waitTimeSeconds: 5, value: 6 }] }),
      'expansions[0].steps[0].value: makes minPlayers 6 more than maxPlayers 5',
    ],
    [
      'a step that makes a large match',
      withExpansion({ target: 'teams[red].maxPlayers', steps: [{ waitTimeSeconds: 5, value: 36 }] }),
      'expansions[0].steps[0].value: makes a match of 41 players from one of at most 40',
    ],
  ])('refuses %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
    expect(problemsOf(text)[0]?.startsWith(problem.slice(0, problem.indexOf(':')))).toBe(true);
  });

  it('tells all problems at once', () => {
    const text = ruleSet({
      name: 5,
      teams: [{ name: 'red', minPlayers: 'one', maxPlayers: 5 }],
      rules: [{ type: 'latency' }, distance({ maxDistance: null, measurements: ['teams[blue].players'] })],
      expansions: [{ target: 'rules[x].y', steps: [{ value: 1 }] }],
    });
    expect(problemsOf(text).map((each) => each.slice(0, each.indexOf(':')))).toEqual([
      'name',
      'teams[0].minPlayers',
      'rules[0].name',
      'expansions[0].target',
      'expansions[0].steps[0].waitTimeSeconds',
      'rules[0].maxLatency',
      'rules[1].measurements[0]',
      'rules[1].maxDistance',
    ]);
  });

  it('takes a bare string as measurements and numbers in quotes', () => {
    const rule = distance({
      measurements: 'avg( teams[red].players.attributes[skill] )',
      maxDistance: '10',
      referenceValue: '5',
    });
    expect(problemsOf(withRule(rule))).toEqual([]);
  });

  it('takes `team[red]` and a blank behind `count`, as AWS spells them', () => {
    const rule = {
      name: 'a',
      type: 'comparison',
      measurements: ['count (team[red].players)'],
      referenceValue: 2,
      operation: '<=',
    };
    expect(problemsOf(withRule(rule))).toEqual([]);
  });

  it('takes balanced with exactly 40 players, and there every kind of rule', () => {
    expect(problemsOf(samples.COMPOUND)).toEqual([]);
    expect(parseRuleSet(samples.COMPOUND).isLarge).toBe(false);
  });

  it('takes backfillPriority beside balanced, where AWS contradicts itself: our choice', () => {
    expect(
      problemsOf(ruleSet({ ...large, algorithm: { ...large.algorithm, backfillPriority: 'low' } })),
    ).toEqual([]);
  });

  it('takes and and or of three rules, not xor: our choice', () => {
    const statement = (text: string) =>
      ruleSet({ rules: [distance(), { name: 'c', type: 'compound', statement: text }] });
    expect(problemsOf(statement('and(Fair, Fair, or(Fair, Fair, Fair))'))).toEqual([]);
    expect(problemsOf(statement('xor(Fair, Fair, Fair)'))).toEqual([
      'rules[1].statement: xor takes 2 arguments, not 3',
    ]);
  });

  it('keeps the last of two equal keys, so that the latency step of the free-for-all sample is lost', () => {
    expect(parseRuleSet(samples.FREE_FOR_ALL).expansions).toEqual([
      {
        target: 'teams[Marauders].minPlayers',
        steps: [
          { waitTimeSeconds: 10, value: 150 },
          { waitTimeSeconds: 15, value: 100 },
        ],
      },
    ]);
  });

  it('has a version of teams and rules for each second at which a step begins', () => {
    const { versions } = parseRuleSet(samples.MONSTER_HUNTERS);
    expect(
      versions.map(({ fromSeconds, teams }) => [fromSeconds, teams[1]?.minPlayers, teams[10]?.minPlayers]),
    ).toEqual([
      [0, 12, 12],
      [15, 10, 10],
      [20, 8, 8],
    ]);
  });
});
