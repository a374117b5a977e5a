import { describe, expect, it } from '@jest/globals';
import type { Ticket } from './ticket.ts';
import { parseRuleSet } from '../rule-set/parse-rule-set.ts';
import { backfill, NOW, party, solo, solos } from '../tickets.fixture.ts';
import { explain } from '../explain/explain.ts';
import { formMatches } from './form-matches.ts';

type Members = Record<string, unknown>;
const team = (name: string, minPlayers: number, maxPlayers: number) => ({ name, minPlayers, maxPlayers });
const ruleSet = (teams: Members[], more: Members = {}) =>
  JSON.stringify({
    ruleLanguageVersion: '1.0',
    playerAttributes: [{ name: 'skill', type: 'number', default: 10 }],
    teams,
    ...more,
  });
const matches = (text: string, tickets: readonly Ticket[], now = NOW) =>
  formMatches(parseRuleSet(text), tickets, { now, seed: 'spec' });
const ids = (text: string, tickets: readonly Ticket[], now = NOW) =>
  matches(text, tickets, now).map((match) => match.tickets.map(({ ticketId }) => ticketId));
const sizes = (text: string, tickets: readonly Ticket[]) =>
  matches(text, tickets).map(({ teams }) => teams.map(({ playerIds }) => playerIds.length));
const waiting = (id: string, waited: number) => solo(id, {}, { waited });
const DUO = ruleSet([team('red', 2, 2)]);
const MODES = {
  playerAttributes: [
    { name: 'skill', type: 'number', default: 10 },
    { name: 'modes', type: 'string_list', default: ['duel'] },
  ],
};
const captures = (minCount: number) => ({
  name: 'Some',
  type: 'collection',
  operation: 'contains',
  measurements: ['flatten(teams[*].players.attributes[modes])'],
  referenceValue: 'capture',
  minCount,
});

describe('formMatches', () => {
  it('builds each match around the ticket that waits longest', () => {
    expect(ids(DUO, [waiting('c', 1), waiting('a', 9), waiting('d', 0), waiting('b', 5)])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('goes on with the next ticket when the oldest finds no match', () => {
    const text = ruleSet([team('red', 2, 2)], {
      rules: [{ name: 'Near', type: 'batchDistance', batchAttribute: 'skill', maxDistance: 5 }],
    });
    const tickets = [solo('alone', { skill: 500 }, { waited: 9 }), waiting('a', 5), waiting('b', 1)];
    expect(ids(text, tickets)).toEqual([['a', 'b']]);
  });

  it('leaves out the last ticket when the full match breaks a rule with it, and tries the next one', () => {
    const rule = (of: Members) => ruleSet([team('red', 1, 1), team('blue', 1, 1)], { ...MODES, rules: [of] });
    const tickets = [waiting('a', 9), waiting('b', 5), solo('c', { modes: ['capture'], skill: 90 })];
    const strong = {
      name: 'Strong',
      type: 'comparison',
      operation: '>=',
      measurements: ['sum(flatten(teams[*].players.attributes[skill]))'],
      referenceValue: 100,
    };
    const apart = {
      name: 'Apart',
      type: 'distance',
      measurements: ['max(flatten(teams[*].players.attributes[skill]))'],
      referenceValue: 'min(flatten(teams[*].players.attributes[skill]))',
      minDistance: 50,
    };
    for (const each of [captures(1), strong, apart]) expect(ids(rule(each), tickets)).toEqual([['a', 'c']]);
  });

  it('leaves out a ticket when fewer places are open with it than players that a rule still needs: our choice', () => {
    const teams = [team('red', 2, 2), team('blue', 2, 2)];
    const capture = ['d', 'e', 'f'].map((id) => solo(id, { modes: ['capture'] }));
    const tickets = [waiting('a', 9), waiting('b', 5), waiting('c', 4), ...capture];
    const found = (minCount: number) =>
      ids(ruleSet(teams, { ...MODES, rules: [captures(minCount)] }), tickets);
    expect([2, 3, 4].map(found)).toEqual([[['a', 'b', 'd', 'e']], [['a', 'd', 'e', 'f']], []]);
    const compound = { name: 'Both', type: 'compound', statement: 'and(Some, Some)' };
    const text = ruleSet(teams, { ...MODES, rules: [captures(3), compound] });
    expect(ids(text, tickets)).toEqual([['a', 'd', 'e', 'f']]);
    const parties = [waiting('a', 9), party('two', [{}, {}], { waited: 5 }), ...capture];
    expect(ids(ruleSet(teams, { ...MODES, rules: [captures(2)] }), parties)).toEqual([['a', 'd', 'e', 'f']]);
  });

  it('needs no player of a kind in a team that may stay empty', () => {
    const rule = { ...captures(2), measurements: ['teams[blue].players.attributes[modes]'] };
    const text = ruleSet([team('red', 1, 1), team('blue', 0, 1)], { ...MODES, rules: [rule] });
    expect(ids(text, [waiting('a', 1), waiting('b', 0)])).toEqual([['a'], ['b']]);
  });

  it('tries a ticket once more when another match takes those with which its own match failed: our choice', () => {
    const strong = {
      name: 'Strong',
      type: 'comparison',
      operation: '>=',
      measurements: ['sum(flatten(teams[*].players.attributes[skill]))'],
      referenceValue: 100,
    };
    const text = ruleSet([team('red', 2, 3), team('blue', 2, 3)], { rules: [strong] });
    const of = (id: string, players: number, skill: number, waited: number) =>
      party(id, Array(players).fill({ skill }), { waited });
    const three = of('c', 3, 70, 3);
    const tickets = [of('a', 1, 10, 5), of('b', 1, 10, 4), three, of('d', 2, 30, 2), of('e', 3, 80, 1)];
    expect(ids(text, tickets)).toEqual([
      ['c', 'd'],
      ['e', 'a', 'b'],
    ]);
  });

  it('keeps a party in one team, and leaves one out that is larger than every team', () => {
    const text = ruleSet([team('red', 1, 3), team('blue', 1, 3)]);
    const [match] = matches(text, [
      party('four', Array(4).fill({}), { waited: 9 }),
      party('three', Array(3).fill({})),
      party('two', [{}, {}]),
    ]);
    expect(match?.teams.map(({ playerIds }) => playerIds)).toEqual([
      ['three.1', 'three.2', 'three.3'],
      ['two.1', 'two.2'],
    ]);
  });

  it('takes a party as one value, by partyAggregation, and not player by player', () => {
    const rule = {
      name: 'Fair',
      type: 'distance',
      measurements: ['avg(teams[red].players.attributes[skill])'],
      referenceValue: 60,
      maxDistance: 10,
    };
    const text = (partyAggregation: string) =>
      ruleSet([team('red', 3, 3)], { rules: [{ ...rule, partyAggregation }] });
    const tickets = [party('p', [{ skill: 0 }, { skill: 100 }]), solo('a', { skill: 70 })];
    const measured = (aggregation: string) =>
      explain(parseRuleSet(text(aggregation)), tickets, NOW).rules[0]?.measured;
    // Of the three players it would be 56.7.
    expect(['avg', 'min', 'max'].map(measured)).toEqual(['60', '35', '85']);
    expect(['avg', 'min', 'max'].map((each) => matches(text(each), tickets).length)).toEqual([1, 0, 0]);
  });

  it('counts expansions by the wait of the newest ticket, or of the oldest', () => {
    const text = (expansionAgeSelection: string) =>
      ruleSet([team('red', 2, 2)], {
        algorithm: { expansionAgeSelection },
        rules: [{ name: 'Near', type: 'batchDistance', batchAttribute: 'skill', maxDistance: 5 }],
        expansions: [{ target: 'rules[Near].maxDistance', steps: [{ waitTimeSeconds: 10, value: 50 }] }],
      });
    const tickets = [waiting('old', 10), solo('new', { skill: 40 })];
    expect(ids(text('oldest'), tickets)).toEqual([['old', 'new']]);
    expect(ids(text('newest'), tickets)).toEqual([]);
    expect(ids(text('newest'), tickets, NOW + 10_000)).toEqual([['old', 'new']]);
  });

  it('fills Red, Blue 5 to 10 and Green 2 to 3 as the guide does: 5 and 5, then 2, then 4 and 4, then the rest', () => {
    const teams = [team('red', 5, 10), team('blue', 5, 10), team('green', 2, 3)];
    const algorithm = { strategy: 'balanced', balancedAttribute: 'skill' };
    const text = ruleSet(teams, { algorithm });
    expect([12, 20, 23].map((count) => sizes(text, solos(count))[0])).toEqual([
      [5, 5, 2],
      [9, 9, 2],
      [10, 10, 3],
    ]);
    expect([sizes(text, solos(11)), sizes(text, solos(16))[0]]).toEqual([[], [7, 7, 2]]);
  });

  it('places backfills by priority: with the others by age, first, or after all others', () => {
    const text = (backfillPriority: string) =>
      ruleSet([team('red', 2, 3)], { algorithm: { backfillPriority } });
    const tickets = [waiting('a', 9), backfill('game', { red: 2 }, {}, 5), waiting('b', 1), waiting('c', 0)];
    expect(ids(text('normal'), tickets)).toEqual([
      ['a', 'game'],
      ['b', 'c'],
    ]);
    expect(ids(text('high'), tickets)).toEqual([
      ['game', 'a'],
      ['b', 'c'],
    ]);
    expect(ids(text('low'), tickets)).toEqual([['a', 'b', 'c']]);
  });

  it('never puts two backfills into one match, and leaves their players where they are', () => {
    const text = ruleSet([team('red', 2, 4), team('blue', 0, 4)]);
    const [first, second] = [backfill('one', { blue: 2 }, {}, 9), backfill('two', { red: 1 }, {}, 8)];
    const found = matches(text, [first, second, waiting('a', 1), waiting('b', 0)]);
    expect(found.map(({ tickets }) => tickets.map(({ ticketId }) => ticketId))).toEqual([['one', 'a', 'b']]);
    expect(found[0]?.teams).toEqual([
      { name: 'red', playerIds: ['a', 'b'] },
      { name: 'blue', playerIds: ['one.blue.0', 'one.blue.1'] },
    ]);
  });

  it('takes a latency that is close to the lowest or to the average', () => {
    const text = (distanceReference: string, maxDistance: number) =>
      ruleSet([team('red', 2, 2)], {
        rules: [{ name: 'Close', type: 'latency', maxDistance, distanceReference }],
      });
    const pair = [solo('a', {}, { latency: { seoul: 10 } }), solo('b', {}, { latency: { seoul: 50 } })];
    expect([39, 40].map((ms) => matches(text('min', ms), pair).length)).toEqual([0, 1]);
    expect([19, 20].map((ms) => matches(text('avg', ms), pair).length)).toEqual([0, 1]);
  });

  it('gives no match for no tickets, and does not change its arguments', () => {
    expect(matches(DUO, [])).toEqual([]);
    const tickets = Object.freeze([waiting('b', 1), waiting('a', 2)]);
    expect(ids(DUO, tickets)).toEqual([['a', 'b']]);
  });

  it('takes attributes with names that every object has', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const playerAttributes = names.map((name) => ({ name, type: 'number' }));
    const rules = names.map((name) => ({
      name,
      type: 'comparison',
      operation: '=',
      measurements: [`flatten(teams[*].players.attributes[${name}])`],
    }));
    const text = ruleSet([team('red', 2, 2)], { playerAttributes, rules });
    const ticket = (id: string, last: number) =>
      solo(id, JSON.parse(`{"__proto__":1,"constructor":1,"toString":${last}}`));
    expect([1, 2].map((last) => matches(text, [ticket('a', 1), ticket('b', last)]).length)).toEqual([1, 0]);
    expect(matches(text, [solo('a'), solo('b')])).toEqual([]);
  });

  it('does not take numbers as near whose average overflows', () => {
    const rule = {
      name: 'Fair',
      type: 'distance',
      measurements: ['avg(teams[*].players.attributes[skill])'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[skill]))',
      maxDistance: 1,
    };
    const text = ruleSet([team('red', 2, 2), team('blue', 2, 2)], { rules: [rule] });
    expect(
      matches(
        text,
        solos(4, () => ({ skill: 1.7e308 })),
      ),
    ).toEqual([]);
  });
});
