import { describe, expect, it } from '@jest/globals';
import * as samples from '../public-rule-sets.fixture.ts';
import { parseRuleSet } from '../rule-set/parse-rule-set.ts';
import { backfill, NOW, party, solo, solos } from '../tickets.fixture.ts';
import { explain } from './explain.ts';
import { timeline } from './timeline.ts';

const GOMOKU = parseRuleSet(samples.GOMOKU);
const of = (text: string) => parseRuleSet(text);
const scores = (a: number, b: number) => [solo('a', { score: a }), solo('b', { score: b })] as const;
const sized = (sizes: [string, number, number][], algorithm: Record<string, unknown>, more = {}) =>
  parseRuleSet(
    JSON.stringify({
      ruleLanguageVersion: '1.0',
      algorithm,
      teams: sizes.map(([name, minPlayers, maxPlayers]) => ({ name, minPlayers, maxPlayers })),
      ...more,
    }),
  );
/** Parties of 2, 1, 3, 1 and 1, the first one waiting longest. */
const PARTIES = [2, 1, 3, 1, 1].map((count, index) =>
  party(`p${index}`, Array(count).fill({}), { waited: 9 - index }),
);

describe('explain', () => {
  it('tells for each rule what was measured, what was needed, by how much it fails and which step mends it', () => {
    expect(explain(GOMOKU, scores(1000, 2700), NOW)).toMatchObject({
      verdict: 'no',
      seconds: 0,
      passesAtSeconds: 30,
      rules: [
        {
          rule: 'FairTeamSkill',
          type: 'distance',
          holds: false,
          measured: 'blue 1000, red 2700',
          judged: 'distance 850 > 300',
          by: 550,
          passes: { seconds: 30, steps: ['rules[FairTeamSkill].maxDistance 1000'] },
        },
        { rule: 'EqualTeamSizes', holds: true, passes: { seconds: 0, steps: [] } },
      ],
    });
  });

  it('judges by the rules of its time', () => {
    const pair = scores(1000, 1900);
    expect([0, 9.999, 10].map((seconds) => explain(GOMOKU, pair, NOW + seconds * 1000).verdict)).toEqual([
      'no',
      'no',
      'match',
    ]);
  });

  it('says who plays where, and what is missing when more players are needed', () => {
    const found = explain(of(samples.ALIENS_VS_COWBOYS), solos(3), NOW);
    expect(found.verdict).toBe('compatible');
    expect(found.teams).toEqual([
      { name: 'cowboys', ticketIds: ['p0', 'p2'], players: 2, minPlayers: 4, maxPlayers: 8 },
      { name: 'aliens', ticketIds: ['p1'], players: 1, minPlayers: 4, maxPlayers: 8 },
    ]);
    expect(found.lines.slice(0, 2)).toEqual([
      'cowboys has 2 of at least 4 players',
      'aliens has 1 of at least 4 players',
    ]);
  });

  it('says that fewer players are enough later', () => {
    const tickets = [...solos(4), solo('monster', { wantsToBeMonster: 1, skill: 50 })];
    expect(explain(of(samples.PLAYERS_VS_MONSTER), tickets, NOW)).toMatchObject({ verdict: 'compatible' });
    expect(explain(of(samples.PLAYERS_VS_MONSTER), tickets, NOW + 30_000)).toMatchObject({
      verdict: 'match',
    });
  });

  it('says that a party finds no place, or never will', () => {
    const three = party('three', [{}, {}, {}]);
    expect(explain(GOMOKU, [solo('a'), three], NOW).lines[0]).toBe(
      'three can never match: its 3 players play in one team, and the largest has 1',
    );
    const full = explain(of(samples.TWO_PLAYERS), [solo('a'), party('b', [{}, {}])], NOW);
    expect(full.verdict).toBe('no');
    expect(full.lines[0]).toBe('b finds no place for its 2 players');
  });

  it('tells which part of a compound rule fails, and which step of a part mends it', () => {
    const tickets = solos(20, (index) => ({
      league: 1,
      skill: index === 0 ? 15 : 0,
      map: `map ${index}`,
      mode: 'duel',
    }));
    const [rule] = explain(of(samples.COMPOUND), tickets, NOW).rules;
    expect(rule?.text).toBe(
      'SameMap fails, SameMode holds, SimilarSkill fails, SimilarLeague holds: Either or(and(SameMap, SameMode), and(SimilarSkill, SimilarLeague)), passes at 10 s (rules[SimilarSkill].maxDistance 20)',
    );
  });

  it('tells the location that fails for the latency, and by how much', () => {
    const tickets = [
      solo('a', {}, { latency: { seoul: 40, tokyo: 130 } }),
      solo('b', {}, { latency: { seoul: 120, tokyo: 130 } }),
    ];
    expect(explain(of(samples.LATENCY_50), tickets, NOW).lines[0]).toBe(
      'seoul 120 ms, tokyo 130 ms: FastConnection seoul 120 ms > 50 ms by 70, passes at 20 s (rules[FastConnection].maxLatency 150)',
    );
    const apart = [solo('a', {}, { latency: { seoul: 40 } }), solo('b', {}, { latency: { tokyo: 10 } })];
    expect(explain(of(samples.LATENCY_50), apart, NOW).lines[0]).toBe(
      'seoul, tokyo: FastConnection no location that all report, never passes',
    );
  });

  it('finds the match of all where a smaller one comes first, also with a backfill that comes last', () => {
    const text = sized(
      [
        ['blue', 2, 2],
        ['red', 3, 5],
        ['green', 1, 2],
      ],
      { backfillPriority: 'low' },
    );
    expect(explain(text, [...PARTIES, backfill('game', { blue: 1 })], NOW).verdict).toBe('match');
  });

  it('finds the match of all where a smaller one comes first, also with the balanced strategy', () => {
    const text = sized(
      [
        ['blue', 2, 3],
        ['red', 1, 1],
        ['green', 3, 5],
      ],
      { strategy: 'balanced', balancedAttribute: 'skill' },
      { playerAttributes: [{ name: 'skill', type: 'number' }] },
    );
    const skills = [28, 19, 41, 50, 67];
    const tickets = PARTIES.map((ticket, index) => ({
      ...ticket,
      players: ticket.players.map((player) => ({ ...player, attributes: { skill: skills[index] ?? 0 } })),
    }));
    expect(explain(text, [backfill('game', { blue: 1 }, { skill: 25 }, 20), ...tickets], NOW).verdict).toBe(
      'match',
    );
  });

  it('says that a rule needs more players than there are places for', () => {
    const some = {
      name: 'Some',
      type: 'collection',
      operation: 'contains',
      measurements: ['flatten(teams[*].players.attributes[modes])'],
      referenceValue: 'capture',
      minCount: 3,
    };
    const more = {
      playerAttributes: [{ name: 'modes', type: 'string_list', default: ['duel'] }],
      rules: [some],
      expansions: [{ target: 'rules[Some].minCount', steps: [{ waitTimeSeconds: 10, value: 1 }] }],
    };
    const text = sized(
      [
        ['red', 2, 2],
        ['blue', 2, 2],
      ],
      {},
      more,
    );
    expect([1, 2].map((count) => explain(text, solos(count), NOW).verdict)).toEqual(['compatible', 'no']);
    expect(explain(text, solos(2), NOW).lines.at(-1)).toBe(
      '[duel], [duel]: Some with capture 0 < 3 by 3, passes at 10 s (rules[Some].minCount 1)',
    );
    const [first, second] = solos(2);
    expect(first && second && timeline(text, first, second).meets?.seconds.b).toBe(10);
  });

  it('takes no tickets, and tickets that come later', () => {
    expect(explain(GOMOKU, [], NOW)).toMatchObject({ verdict: 'no', seconds: 0 });
    expect(explain(GOMOKU, scores(1000, 1000), NOW - 5000)).toMatchObject({ verdict: 'match', seconds: 0 });
  });
});

describe('timeline', () => {
  const [a, b] = [solo('a', { score: 1000 }, { waited: 40 }), solo('b', { score: 1900 })];

  it('counts from the younger ticket: A waits 40 s, B just came, they match when B is 10 s old', () => {
    const { entries, meets } = timeline(GOMOKU, a, b);
    expect(entries.map(({ seconds, explanation }) => [seconds.a, seconds.b, explanation.verdict])).toEqual([
      [40, 0, 'no'],
      [50, 10, 'match'],
      [60, 20, 'match'],
      [70, 30, 'match'],
    ]);
    expect(meets).toMatchObject({ at: NOW + 10_000, seconds: { a: 50, b: 10 } });
    expect(timeline(GOMOKU, b, a).meets?.at).toBe(NOW + 10_000);
  });

  it('counts from the older ticket when the rule set says so', () => {
    const oldest = of(
      samples.GOMOKU.replace('"teams":', '"algorithm":{"expansionAgeSelection":"oldest"},"teams":'),
    );
    expect(timeline(oldest, a, b).meets).toMatchObject({ at: NOW });
    const late = { ...b, startTime: a.startTime + 5_000 };
    expect(timeline(oldest, a, late).meets).toMatchObject({ at: a.startTime + 10_000 });
  });

  it('ends when one of them has timed out, and has no meeting then', () => {
    expect(timeline(GOMOKU, a, b, { requestTimeoutSeconds: 50 }).meets?.at).toBe(NOW + 10_000);
    expect(timeline(GOMOKU, a, b, { requestTimeoutSeconds: 49 }).meets).toBeUndefined();
    expect(timeline(GOMOKU, a, b, { requestTimeoutSeconds: 39 }).entries).toEqual([]);
  });
});
