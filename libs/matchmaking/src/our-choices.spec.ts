import { describe, expect, it } from '@jest/globals';
import { explain } from './explain/explain.ts';
import { formMatches, type Match } from './matchmaker/form-matches.ts';
import type { Ticket } from './matchmaker/ticket.ts';
import { RuleSetError } from './errors.ts';
import { parseRuleSet } from './rule-set/parse-rule-set.ts';
import { backfill, NOW, party, solo, solos } from './tickets.fixture.ts';

/** What AWS's pages leave open. One test for each; others stand beside what they are about, in form-matches.spec.ts, pool.spec.ts and parse-rule-set.spec.ts. */

type Members = Record<string, unknown>;
const team = (name: string, minPlayers: number, maxPlayers: number, quantity = 1) => ({
  name,
  minPlayers,
  maxPlayers,
  quantity,
});
function ruleSet({
  teams = [team('red', 1, 1), team('blue', 1, 1)],
  rules = [],
  ...more
}: { teams?: Members[]; rules?: Members[] } & Members) {
  return JSON.stringify({
    ruleLanguageVersion: '1.0',
    playerAttributes: [
      { name: 'skill', type: 'number', default: 10 },
      { name: 'mode', type: 'string', default: 'duel' },
      { name: 'modes', type: 'string_list', default: ['duel'] },
      { name: 'maps', type: 'string_number_map', default: {} },
    ],
    teams,
    rules,
    ...more,
  });
}
const withRule = (rule: Members, more: Members = {}) =>
  ruleSet({ rules: [{ name: 'Rule', ...rule }], ...more });
const matches = (text: string, tickets: readonly Ticket[], now = NOW): Match[] =>
  formMatches(parseRuleSet(text), tickets, { now, seed: 'spec' });
const ids = (found: readonly Match[]) => found.map(({ tickets }) => tickets.map(({ ticketId }) => ticketId));
/** What a rule measures in a match of these tickets. */
function measured(text: string, tickets: readonly Ticket[]): string | undefined {
  return explain(parseRuleSet(text), tickets, NOW).rules[0]?.measured;
}
const skills = (...of: number[]) =>
  of.map((skill, index) => solo(`p${index}`, { skill }, { waited: of.length - index }));
const alone = [team('all', 1, 4)];
const SKILLS = 'flatten(teams[*].players.attributes[skill])';
const distance = (measurement: string, maxDistance = 1e9) =>
  withRule(
    { type: 'distance', measurements: [measurement], referenceValue: 0, maxDistance },
    { teams: alone },
  );

describe('expressions', () => {
  it('stddev is of the whole population: our choice', () => {
    expect(measured(distance(`stddev(${SKILLS})`), skills(2, 4, 4, 6))).toBe('1.414');
  });

  it('median of an even count is the mean of the two in the middle: our choice', () => {
    expect(measured(distance(`median(${SKILLS})`), skills(1, 9, 3, 5))).toBe('4');
    expect(measured(distance(`median(${SKILLS})`), skills(1, 9, 3))).toBe('3');
  });

  it('a list without players has no value, and a rule on it is not judged: our choice', () => {
    const rule = {
      type: 'distance',
      measurements: ['avg(teams[blue].players.attributes[skill])'],
      referenceValue: 100,
      maxDistance: 0,
    };
    const text = withRule(rule, { teams: [team('red', 1, 1), team('blue', 0, 1)] });
    expect(ids(matches(text, [solo('a')]))).toEqual([['a']]);
    expect(measured(text, [solo('a')])).toBe('nothing yet');
  });

  it('the name of several teams means all of them, as a list by team: our choice', () => {
    const rule = {
      type: 'distance',
      measurements: ['avg(teams[duo].players.attributes[skill])'],
      referenceValue: 0,
      maxDistance: 1e9,
    };
    expect(measured(withRule(rule, { teams: [team('duo', 1, 1, 2)] }), skills(3, 5))).toBe(
      'duo_1 3, duo_2 5',
    );
  });

  it('maps have no expression: our choice', () => {
    expect(() => parseRuleSet(distance('avg(flatten(teams[*].players.attributes[maps]))'))).toThrow(
      RuleSetError,
    );
  });
});

describe('rules', () => {
  it('distance and step second are inclusive: our choice', () => {
    const rule = {
      type: 'distance',
      measurements: ['teams[red].players.attributes[skill]'],
      referenceValue: 'avg(teams[blue].players.attributes[skill])',
      minDistance: 5,
      maxDistance: 10,
    };
    const gaps = [4, 5, 10, 11].map((gap) => matches(withRule(rule), skills(0, gap)).length);
    expect(gaps).toEqual([0, 1, 1, 0]);
    const expansions = [{ target: 'rules[Rule].maxDistance', steps: [{ waitTimeSeconds: 10, value: 11 }] }];
    const text = withRule(rule, { expansions });
    expect([8_999, 9_000].map((ms) => matches(text, skills(0, 11), NOW + ms).length)).toEqual([0, 1]);
  });

  it('latency equal to the maximum is taken: our choice', () => {
    const text = withRule({ type: 'latency', maxLatency: 50 });
    const pair = (ms: number) => [
      solo('a', {}, { latency: { seoul: ms } }),
      solo('b', {}, { latency: { seoul: 10 } }),
    ];
    expect([50, 51].map((ms) => matches(text, pair(ms)).length)).toEqual([1, 0]);
  });

  it('a text attribute of a party is that of its first player: our choice', () => {
    const text = withRule(
      { type: 'comparison', measurements: ['flatten(teams[*].players.attributes[mode])'], operation: '=' },
      { teams: [team('red', 1, 2), team('blue', 1, 2)] },
    );
    expect(
      ids(
        matches(text, [party('p', [{ mode: 'race' }, { mode: 'duel' }]), party('q', [{ mode: 'race' }, {}])]),
      ),
    ).toEqual([['p', 'q']]);
  });

  it('batchDistance of text takes maxDistance + 1 different ones: our choice', () => {
    const text = (maxDistance?: number) =>
      withRule(
        { type: 'batchDistance', batchAttribute: 'mode', maxDistance },
        { teams: [team('all', 3, 3)] },
      );
    const three = ['a', 'b', 'b'].map((mode, index) => solo(`p${index}`, { mode }));
    expect([undefined, 0, 1].map((max) => matches(text(max), three).length)).toEqual([0, 0, 1]);
  });

  it('contains counts the players who hold it, and in a plain list of texts each text: our choice', () => {
    const text = (attribute: string, minCount: number) =>
      withRule({
        type: 'collection',
        operation: 'contains',
        measurements: [`flatten(teams[*].players.attributes[${attribute}])`],
        referenceValue: 'duel',
        minCount,
      });
    expect(
      [2, 3].map(
        (count) => matches(text('modes', count), [solo('a', { modes: ['duel', 'duel'] }), solo('b')]).length,
      ),
    ).toEqual([1, 0]);
    expect([2, 3].map((count) => matches(text('mode', count), [solo('a'), solo('b')]).length)).toEqual([
      1, 0,
    ]);
  });

  it('a rule on sizes is judged when the teams are complete, and again with each player more: our choice', () => {
    const rule = {
      type: 'comparison',
      measurements: ['count(teams[red].players)'],
      referenceValue: 'count(teams[blue].players)',
      operation: '=',
    };
    const text = withRule(rule, { teams: [team('red', 1, 3), team('blue', 1, 3)] });
    expect([2, 3, 4, 5].map((count) => matches(text, solos(count))[0]?.tickets.length)).toEqual([2, 2, 4, 4]);
  });

  it('metrics judge each rule once for each ticket that joins, a compound once and its parts never: our choice', () => {
    const rules = [
      {
        name: 'Sizes',
        type: 'comparison',
        measurements: ['count(teams[red].players)'],
        referenceValue: 'count(teams[blue].players)',
        operation: '=',
      },
      { name: 'Near', type: 'batchDistance', batchAttribute: 'skill', maxDistance: 1 },
      { name: 'Both', type: 'compound', statement: 'not(not(Sizes))' },
    ];
    expect(matches(ruleSet({ rules }), skills(1, 2))[0]?.ruleEvaluationMetrics).toEqual([
      { ruleName: 'Near', passedCount: 2, failedCount: 0 },
      { ruleName: 'Both', passedCount: 1, failedCount: 1 },
    ]);
  });
});

describe('tickets', () => {
  it('an attribute of another type makes a ticket unmatchable: our choice', () => {
    const found = explain(parseRuleSet(ruleSet({})), [solo('a', { skill: 'high' }), solo('b')], NOW);
    expect(found).toMatchObject({
      verdict: 'no',
      unmatchable: [{ ticketId: 'a', reason: 'player a has a skill that is no number' }],
    });
    expect(matches(ruleSet({}), [solo('a', { skill: 'high' }), solo('b')])).toEqual([]);
  });

  it('a ticket without a declared attribute is unmatchable even when no rule reads it: our choice', () => {
    const text = ruleSet({ playerAttributes: [{ name: 'luck', type: 'number' }] });
    expect(matches(text, [solo('a'), solo('b')])).toEqual([]);
    expect(matches(text, [solo('a', { luck: 1 }), solo('b', { luck: 2 })])).toHaveLength(1);
  });

  it('a backfill alone is no match, whatever its size: our choice', () => {
    const text = ruleSet({ teams: [team('all', 2, 4)] });
    expect(matches(text, [backfill('game', { all: 3 })])).toEqual([]);
    expect(ids(matches(text, [backfill('game', { all: 3 }, {}, 5), solo('a')]))).toEqual([['game', 'a']]);
  });

  it('the players of a backfill count one by one for rules, whatever parties they were: our choice', () => {
    const text = withRule(
      { type: 'batchDistance', batchAttribute: 'skill', maxDistance: 5 },
      { teams: [team('all', 2, 4)] },
    );
    const game = backfill('game', { all: 2 }, {}, 5);
    const mixed = {
      ...game,
      players: game.players.map((player, index) => ({ ...player, attributes: { skill: index * 20 } })),
    };
    expect(matches(text, [mixed, solo('a')])).toEqual([]);
  });
});

describe('the order', () => {
  const sorted = (rule: Members) =>
    withRule({ sortDirection: 'ascending', ...rule }, { teams: [team('all', 2, 2)] });

  it('what has no value at the sorted key comes last: our choice', () => {
    const text = sorted({ type: 'absoluteSort', sortAttribute: 'maps', mapKey: 'maxValue' });
    const tickets = [
      solo('anchor', { maps: { mars: 2 } }, { waited: 9 }),
      solo('without', { maps: { moon: 1 } }, { waited: 5 }),
      solo('with', { maps: { mars: 99 } }),
    ];
    expect(ids(matches(text, tickets))).toEqual([['anchor', 'with']]);
  });

  it('small matches fill their teams as large ones: under the minimum first, then the most open places: our choice', () => {
    const teams = [team('red', 1, 2), team('blue', 2, 4)];
    expect(matches(ruleSet({ teams }), solos(5))[0]?.teams.map(({ playerIds }) => playerIds)).toEqual([
      ['p2', 'p4'],
      ['p0', 'p1', 'p3'],
    ]);
  });

  it('tickets inside move to other teams when there is no match without: our choice', () => {
    const teams = [team('red', 3, 3), team('blue', 3, 3)];
    const tickets = [
      ...[9, 8, 7].map((waited) => solo(`p${waited}`, {}, { waited })),
      party('trio', [{}, {}, {}]),
    ];
    expect(ids(matches(ruleSet({ teams }), tickets))).toEqual([['p9', 'p8', 'p7', 'trio']]);
  });

  it('a pool of more than 1,000 tickets is drawn into batches by the seed: our choice', () => {
    const text = withRule({
      type: 'comparison',
      measurements: ['flatten(teams[*].players.attributes[skill])'],
      operation: '=',
    });
    const tickets = solos(1_500, (index) => ({ skill: index % 750 }));
    const met = (seed: string) => formMatches(parseRuleSet(text), tickets, { now: NOW, seed });
    expect(met('one').length).toBeGreaterThan(300);
    expect(met('one').length).toBeLessThan(750);
    expect(met('one')).toEqual(met('one'));
    expect(ids(met('one'))).not.toEqual(ids(met('two')));
  });

  it('sorted: such a pool is cut into batches of 1,000 in the order of the attributes: our choice', () => {
    const text = withRule(
      { type: 'comparison', measurements: ['flatten(teams[*].players.attributes[skill])'], operation: '=' },
      { algorithm: { batchingPreference: 'sorted', sortByAttributes: ['skill'] } },
    );
    expect(
      matches(
        text,
        solos(1_500, (index) => ({ skill: index % 750 })),
      ),
    ).toHaveLength(750);
  });

  it('fastestRegion looks at the fastest location, then at the second, then at all: our choice', () => {
    const text = JSON.stringify({
      ruleLanguageVersion: '1.0',
      playerAttributes: [{ name: 'skill', type: 'number', default: 1 }],
      algorithm: { strategy: 'balanced', balancedAttribute: 'skill', batchingPreference: 'fastestRegion' },
      teams: [team('all', 2, 41)],
      rules: [{ name: 'Fast', type: 'latency', maxLatency: 200 }],
    });
    const at = (id: string, latency: Record<string, number>, waited: number) =>
      solo(id, {}, { latency, waited });
    const tickets = [
      at('seoul 1', { seoul: 10, tokyo: 40 }, 9),
      at('tokyo 1', { seoul: 40, tokyo: 10 }, 8),
      at('seoul 2', { seoul: 10, tokyo: 40 }, 7),
      at('tokyo 2', { seoul: 40, tokyo: 10 }, 6),
      at('osaka', { osaka: 5, tokyo: 90 }, 5),
      at('sydney', { sydney: 5, tokyo: 90 }, 4),
    ];
    expect(ids(matches(text, tickets))).toEqual([
      ['seoul 1', 'seoul 2'],
      ['tokyo 1', 'tokyo 2'],
      ['osaka', 'sydney'],
    ]);
  });

  it('balance means that the averages of the highest and the lowest team come closer: our choice', () => {
    const algorithm = { strategy: 'balanced', balancedAttribute: 'skill' };
    const text = ruleSet({ teams: [team('red', 2, 2), team('blue', 2, 2)], algorithm });
    const [match] = matches(text, skills(0, 30, 10, 40));
    const totals = match?.teams.map(({ playerIds }) =>
      playerIds.reduce((sum, id) => sum + ({ p0: 0, p1: 30, p2: 10, p3: 40 }[id] ?? 0), 0),
    );
    expect(totals).toEqual([40, 40]);
  });
});
