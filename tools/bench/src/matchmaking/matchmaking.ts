import { formMatches, parseRuleSet, type RuleSet, type Ticket } from '@hanok/matchmaking';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { FIVE_ON_FIVE, GOMOKU } from './rule-sets.ts';

const ROUNDS = 15;
const NOW = Date.UTC(2026, 10, 1);

/** One round of the matchmaker: over tickets that match, over some that never do, and in teams; and how it grows. */
export const matchmaking: Benchmark = {
  name: 'matchmaking',
  title:
    'one round over 1,000 waiting tickets, with growth at 100, 1,000 and 10,000; every pair compared by its rule',
  bounds: [
    { figure: '1,000 tickets, ms', atMost: 50 },
    { figure: '1,000 tickets that never match, ms', atMost: 50 },
    { figure: '1,000 tickets in teams of five, ms', atMost: 50 },
    { figure: '10,000 tickets / 1,000 tickets', atMost: 20 },
    { figure: 'every pair by its rule / 1,000 tickets that never match', atLeast: 5 },
  ],
  run: async ({ scaled }) => {
    const [gomoku, teams] = [parseRuleSet(GOMOKU), parseRuleSet(FIVE_ON_FIVE)];
    const [hundred, thousand, tenThousand] = [100, 1_000, 10_000].map((count) => randomTickets(count));
    const apart = ticketsOf(1_000, (index) => index * 601);
    const matches = { hundred: 0, thousand: 0, tenThousand: 0, apart: 0, teams: 0, everyPair: 0 };
    const round =
      (ruleSet: RuleSet, tickets: readonly Ticket[] = [], name: keyof typeof matches) =>
      () =>
        timed(async () => {
          matches[name] = formMatches(ruleSet, tickets, { now: NOW, seed: 'bench' }).length;
        });
    const rounds = Math.max(5, scaled(ROUNDS));
    const samples = await interleave(
      {
        '1,000 tickets': round(gomoku, thousand, 'thousand'),
        '100 tickets': round(gomoku, hundred, 'hundred'),
        '10,000 tickets': round(gomoku, tenThousand, 'tenThousand'),
        '1,000 that never match': round(gomoku, apart, 'apart'),
        '1,000 in teams of five': round(teams, thousand, 'teams'),
        'every pair by its rule': () =>
          timed(async () => void (matches.everyPair = pairsThatMatch(gomoku, apart))),
      },
      { rounds },
    );
    requireEqual('The matches of tickets that are too far apart', [matches.apart, matches.everyPair], [0, 0]);
    requireEqual('Players who are left of 1,000', [matches.thousand, matches.teams], [500, 100]);
    return {
      races: [{ title: 'one round', unit: 'ms', samples }],
      figures: {
        '1,000 tickets, ms': median(samples['1,000 tickets']),
        '1,000 tickets that never match, ms': median(samples['1,000 that never match']),
        '1,000 tickets in teams of five, ms': median(samples['1,000 in teams of five']),
        '1,000 tickets / 100 tickets': pairedRatio(samples['1,000 tickets'], samples['100 tickets']),
        '10,000 tickets / 1,000 tickets': pairedRatio(samples['10,000 tickets'], samples['1,000 tickets']),
        'every pair by its rule / 1,000 tickets that never match': pairedRatio(
          samples['every pair by its rule'],
          samples['1,000 that never match'],
        ),
      },
      counts: { rounds, ...matches },
    };
  },
};

function ticketsOf(count: number, score: (index: number) => number): Ticket[] {
  return Array.from({ length: count }, (_, index) => ({
    ticketId: `ticket ${index}`,
    startTime: NOW - index,
    players: [{ playerId: `player ${index}`, attributes: { score: score(index) }, latency: { seoul: 20 } }],
  }));
}

/** Scores of which any two may play together. */
function randomTickets(count: number): Ticket[] {
  const random = seededRandom(count);
  return ticketsOf(count, () => random.between(800, 1_200));
}

/** What the round does without its short cuts: the rule itself for every pair. */
function pairsThatMatch({ versions: [version] }: RuleSet, tickets: readonly Ticket[]): number {
  const parties = tickets.map(({ players: [player] }) => ({
    playerIds: [player?.playerId ?? ''],
    values: [Number(player?.attributes['score'])],
  }));
  let found = 0;
  for (const [index, a] of parties.entries())
    for (const b of parties.slice(index + 1)) {
      const teams = [
        { name: 'blue', parties: [a] },
        { name: 'red', parties: [b] },
      ];
      if (version.judged.every((rule) => rule.holds({ teams }, false) !== false)) found += 1;
    }
  return found;
}
