import { describe, expect, it } from '@jest/globals';
import * as samples from '../public-rule-sets.fixture.ts';
import { type LintOptions, lintRuleSet } from './lint-rule-set.ts';

type Members = Record<string, unknown>;
const lint = (text: string, options?: LintOptions) =>
  lintRuleSet(text, options).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
const ruleSet = (members: Members) =>
  JSON.stringify({
    ruleLanguageVersion: '1.0',
    playerAttributes: [
      { name: 'skill', type: 'number', default: 10 },
      { name: 'modes', type: 'string_list', default: [] },
    ],
    teams: [
      { name: 'red', minPlayers: 2, maxPlayers: 4 },
      { name: 'blue', minPlayers: 2, maxPlayers: 4 },
    ],
    ...members,
  });
const distance = (members: Members = {}) => ({
  name: 'Near',
  type: 'distance',
  measurements: ['max(flatten(teams[*].players.attributes[skill]))'],
  referenceValue: 'min(flatten(teams[*].players.attributes[skill]))',
  maxDistance: 10,
  ...members,
});
const steps = (...of: [number, unknown][]) =>
  of.map(([waitTimeSeconds, value]) => ({ waitTimeSeconds, value }));
const expanded = (...of: [number, unknown][]) =>
  ruleSet({ rules: [distance()], expansions: [{ target: 'rules[Near].maxDistance', steps: steps(...of) }] });
const counted = (operation: string, referenceValue: unknown) =>
  ruleSet({
    rules: [
      {
        name: 'Sizes',
        type: 'comparison',
        measurements: ['count(teams[red].players)'],
        operation,
        referenceValue,
      },
    ],
  });
const contains = (members: Members) =>
  ruleSet({
    rules: [
      {
        name: 'Medics',
        type: 'collection',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        operation: 'contains',
        referenceValue: 'medic',
        ...members,
      },
    ],
  });

describe('lintRuleSet', () => {
  it('finds nothing in a rule set that does what it says', () => {
    expect(
      lint(expanded([10, 20], [20, 30]), { requestTimeoutSeconds: 20, sentAttributes: ['skill'] }),
    ).toEqual([]);
  });

  it('tells what the parser refuses as errors', () => {
    expect(lint(ruleSet({ teams: [] }))).toEqual(['error teams: must have at least one team']);
    expect(lint('{')).toEqual([expect.stringContaining('error : Not valid JSON')]);
  });

  it('finds the keys that stand twice in the free-for-all sample, each with its path', () => {
    expect(lint(samples.FREE_FOR_ALL, { sentAttributes: ['skill'] })).toEqual([
      expect.stringMatching(/^error expansions\[0\]\.target: this key stands twice/),
      expect.stringMatching(/^error expansions\[0\]\.steps: this key stands twice/),
    ]);
  });

  it('finds a key twice beside what the parser refuses', () => {
    const text = ruleSet({ name: 'a', teams: [] }).replace('{', '{"name":"b",');
    expect(lint(text)).toEqual([
      expect.stringContaining('error name: this key stands twice'),
      'error teams: must have at least one team',
    ]);
  });

  it('finds a key twice however it is escaped, and not one key in two objects', () => {
    const text = ruleSet({ name: 'a' });
    expect(lint(text.replace('{', '{"\\u006eame":"b",'))).toEqual([
      expect.stringContaining('error name: this key stands twice'),
    ]);
    expect(lint(text.replace('"name":"a"', '"name":"\\"name\\":\\"name\\","'))).toEqual([]);
  });

  it('finds the rule of one team that can never fail', () => {
    expect(lint(samples.ONE_TEAM)).toEqual([
      'warning rules[0]: FairTeamSkill can never fail: it measures avg(flatten(teams[*].players.attributes[skill])) from itself, which is 0: there is one team only',
    ]);
  });

  it('finds the distance to the average, and team sizes that are always equal, in the Gomoku sample', () => {
    expect(lint(samples.GOMOKU, { requestTimeoutSeconds: 60, sentAttributes: ['score'] })).toEqual([
      'warning rules[0]: FairTeamSkill: each team is compared with the average of all: two teams of equal size may be 600 apart, not 300',
      'warning rules[1]: EqualTeamSizes can never fail: count(teams[red].players) is from 1 to 1, count(teams[blue].players) from 1 to 1',
    ]);
  });

  it.each<[string, string, string]>([
    [
      'a minimum over the maximum',
      ruleSet({ rules: [distance({ minDistance: 11 })] }),
      'error rules[0]: Near can never hold: minDistance 11 is more than maxDistance 10',
    ],
    [
      'a count that a team never has',
      counted('=', 5),
      'error rules[0]: Sizes can never hold: count(teams[red].players) is from 2 to 4, 5 from 5 to 5',
    ],
    ['a count that a team always has', counted('>=', 2), 'warning rules[0]: Sizes can never fail'],
    ['a team that is never smaller', counted('<', 2), 'error rules[0]: Sizes can never hold'],
    ['a count that differs always', counted('!=', 9), 'warning rules[0]: Sizes can never fail'],
    [
      'more medics than players',
      contains({ minCount: 9 }),
      'error rules[0]: Medics can never hold: minCount 9 is more than the 8 players of a match',
    ],
    [
      'at most as many medics as players',
      contains({ maxCount: 8 }),
      'warning rules[0]: Medics can never fail',
    ],
    ['a minimum of no medic', contains({ minCount: 0 }), 'warning rules[0]: Medics can never fail'],
    [
      'a latency of 0 ms',
      ruleSet({ rules: [{ name: 'Fast', type: 'latency', maxLatency: 0 }] }),
      'error rules[0]: Fast can never hold',
    ],
    [
      'a statement that is always true',
      ruleSet({ rules: [distance(), { name: 'C', type: 'compound', statement: 'or(Near, not(Near))' }] }),
      'warning rules[1]: C can never fail: the statement is true whatever its parts say',
    ],
    [
      'a statement that is always false',
      ruleSet({ rules: [distance(), { name: 'C', type: 'compound', statement: 'xor(Near, Near)' }] }),
      'error rules[1]: C can never hold',
    ],
  ])('finds %s', (_, text, found) => {
    expect(lint(text)).toEqual([expect.stringContaining(found)]);
  });

  it('leaves a rule alone that an expansion mends', () => {
    const rules = [
      {
        name: 'Medics',
        type: 'collection',
        measurements: ['flatten(teams[*].players.attributes[modes])'],
        operation: 'contains',
        referenceValue: 'medic',
        minCount: 9,
      },
    ];
    expect(
      lint(ruleSet({ rules, expansions: [{ target: 'rules[Medics].minCount', steps: steps([10, 1]) }] })),
    ).toEqual([]);
  });

  it('finds steps after the timeout, and takes one in its last second', () => {
    expect(lint(expanded([10, 20], [60, 30], [61, 40]), { requestTimeoutSeconds: 60 })).toEqual([
      'error expansions[0].steps[2]: never counts: it waits 61 s, and a request times out after 60 s',
    ]);
    expect(lint(expanded([61, 20]))).toEqual([]);
  });

  it('finds steps that change nothing, count at once or make a rule stricter', () => {
    expect(lint(expanded([10, '10']))).toEqual([
      'warning expansions[0].steps[0]: changes nothing: rules[Near].maxDistance is "10" before it',
    ]);
    expect(lint(expanded([0, 20]))).toEqual([
      'warning expansions[0].steps[0]: counts at once: the value in the rule set itself never does',
    ]);
    expect(lint(expanded([10, 20], [20, 15]))).toEqual([
      'warning expansions[0].steps[1]: makes rules[Near].maxDistance stricter: who waits longer matches less',
    ]);
  });

  it('finds an expansion whose target another one has as well', () => {
    const twice = [steps([10, 20]), steps([20, 30])].map((each) => ({
      target: 'rules[Near].maxDistance',
      steps: each,
    }));
    expect(lint(ruleSet({ rules: [distance()], expansions: twice }))).toEqual([
      'error expansions[0].target: rules[Near].maxDistance is expanded again in expansions[1]: these steps are lost',
    ]);
  });

  it('finds attributes without default: as errors when no player sends them', () => {
    const text = ruleSet({ playerAttributes: [{ name: 'luck', type: 'number' }] });
    expect(lint(text)).toEqual([
      'warning playerAttributes[0]: luck has no default: a ticket with a player who does not bring it never matches',
    ]);
    expect(lint(text, { sentAttributes: ['luck'] })).toEqual([]);
    expect(lint(text, { sentAttributes: ['score'] })).toEqual([
      'error playerAttributes[0]: luck has no default and no player sends it: no ticket ever matches',
      'warning playerAttributes: score is sent and not declared: no rule can read it',
    ]);
  });
});
