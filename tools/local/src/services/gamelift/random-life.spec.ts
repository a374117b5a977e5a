import { parseRuleSet } from '@hanok/matchmaking';
import { describe, expect, it } from '@jest/globals';
import { SEED_NOTE, type SeededRandom, seededRandom, seeds } from '@hanok/testing';
import type { Configuration, GameResources } from './game-resources.ts';
import { createMatchmaking } from './matchmaking.ts';
import { openMatchmakingStore } from './matchmaking-store.ts';
import { RULE_SET, START } from './matchmaking-stack.fixture.ts';

const account = { region: 'us-east-1', accountId: '000000000000' };
const CONFIGURATION: Configuration = {
  ...{ name: 'duel', arn: 'arn:duel', ruleSetName: 'rules', requestTimeoutSeconds: 30, createdAt: START },
  ...{ acceptanceRequired: false, mode: 'STANDALONE', queueArns: [], gameProperties: [] },
};
const MODES: readonly Partial<Configuration>[] = [
  {},
  { mode: 'WITH_QUEUE' },
  { acceptanceRequired: true, acceptanceTimeoutSeconds: 8 },
  { acceptanceRequired: true, acceptanceTimeoutSeconds: 8, mode: 'WITH_QUEUE' },
];
const SESSION = { gameSessionArn: 'arn:game', ipAddress: '127.0.0.1', port: 1, playerSessions: [] };

/** What may follow an event of a ticket; a match that found no place is put back without one. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  '': ['MatchmakingSearching', 'MatchmakingCancelled', 'MatchmakingTimedOut'],
  MatchmakingSearching: ['PotentialMatchCreated', 'MatchmakingCancelled', 'MatchmakingTimedOut'],
  PotentialMatchCreated: [
    ...['AcceptMatch', 'AcceptMatchCompleted', 'MatchmakingSucceeded', 'MatchmakingFailed'],
    ...['MatchmakingCancelled', 'MatchmakingSearching', 'PotentialMatchCreated', 'MatchmakingTimedOut'],
  ],
  AcceptMatch: ['AcceptMatch', 'AcceptMatchCompleted', 'MatchmakingCancelled', 'MatchmakingSearching'],
  AcceptMatchCompleted: [
    ...['MatchmakingSearching', 'MatchmakingCancelled', 'MatchmakingSucceeded', 'MatchmakingFailed'],
    ...['PotentialMatchCreated', 'MatchmakingTimedOut'],
  ],
};
/** What a ticket can be after its last event. */
const STATUS: Readonly<Record<string, readonly string[]>> = {
  '': ['QUEUED'],
  MatchmakingSearching: ['SEARCHING'],
  PotentialMatchCreated: ['REQUIRES_ACCEPTANCE', 'PLACING', 'SEARCHING'],
  AcceptMatch: ['REQUIRES_ACCEPTANCE'],
  AcceptMatchCompleted: ['PLACING', 'SEARCHING'],
  MatchmakingSucceeded: ['COMPLETED'],
  MatchmakingFailed: ['FAILED'],
  MatchmakingTimedOut: ['TIMED_OUT'],
  MatchmakingCancelled: ['CANCELLED'],
};

type Told = { type: string; matchId?: string; tickets: { ticketId: string }[] };

/** What eight players do in so many steps, over restarts; answers every event, and each ticket's last status. */
function live(random: SeededRandom, configuration: Configuration) {
  const resources: GameResources = {
    configurations: new Map([['duel', configuration]]),
    ruleSets: new Map([
      [
        'rules',
        { name: 'rules', arn: '', body: RULE_SET, ruleSet: parseRuleSet(RULE_SET), createdAt: START },
      ],
    ]),
    queues: new Map(),
  };
  let now = START;
  const told: Told[] = [];
  const store = openMatchmakingStore(':memory:');
  const options = { account, clock: { now: () => now }, resources, store };
  const tell = (_: Configuration, detail: object) => void told.push(JSON.parse(JSON.stringify(detail)));
  const open = () => createMatchmaking({ ...options, tell });
  let matchmaking = open();
  const ids: string[] = [];
  const steps = {
    enter: () => {
      const attributes = { score: random.between(0, 4) * 400 };
      const player = { playerId: `player-${random.below(8)}`, attributes, latency: {} };
      const ticketId = `ticket-${ids.length}`;
      ids.push(ticketId);
      matchmaking.enter(configuration, { ticketId, startTime: now, players: [player] });
    },
    answer: () => {
      for (const found of ids.flatMap((id) => matchmaking.find(id) ?? []))
        if (found.status === 'REQUIRES_ACCEPTANCE' && random.next() < 0.6) {
          const players = found.ticket.players.map(({ playerId }) => playerId);
          matchmaking.answer(found, players, random.next() < 0.8 ? 'ACCEPT' : 'REJECT');
        }
    },
    cancel: () => {
      const found = ids.length > 0 ? matchmaking.find(random.pick(ids)) : undefined;
      if (found && found.endTime === undefined) matchmaking.cancel(found);
    },
    round: () => {
      now += random.between(1, 3) * 1000;
      matchmaking.runRound();
    },
    place: () => {
      for (const waiting of matchmaking.toPlace())
        matchmaking.placed(waiting, random.pick([SESSION, SESSION, undefined, 'failed']));
    },
    restart: () => void (matchmaking = open()),
  };
  const often = ['enter', 'enter', 'answer', 'answer', 'cancel', 'place', 'restart'] as const;
  for (let step = 0; step < 60; step += 1) {
    steps[random.pick([...often, 'round', 'round', 'round', 'round'] as const)]();
  }
  const statuses = new Map(ids.map((id) => [id, matchmaking.find(id)?.status ?? '']));
  store.close();
  return { told, statuses };
}

describe(`matchmaking over random lives (${SEED_NOTE})`, () => {
  it.each(MODES)('with %j tells of each ticket what it is, in an order that AWS has', (mode) => {
    for (const seed of seeds(100)) {
      const { told, statuses } = live(seededRandom(seed), { ...CONFIGURATION, ...mode });
      const last = new Map<string, string>();
      const ticketsOf = new Map<string, string>();
      for (const { type, matchId, tickets } of told) {
        const ids = tickets.map(({ ticketId }) => ticketId);
        for (const id of ids) {
          const before = last.get(id) ?? '';
          expect({ seed, id, before, allowed: NEXT[before] ?? [] }).toMatchObject({
            allowed: expect.arrayContaining([type]),
          });
          last.set(id, type);
        }
        if (matchId === undefined || type === 'MatchmakingCancelled') continue;
        // Every event of a match names all of its tickets.
        expect({ seed, ids: ids.join() }).toEqual({ seed, ids: ticketsOf.get(matchId) ?? ids.join() });
        expect(ids).toHaveLength(2);
        ticketsOf.set(matchId, ids.join());
      }
      for (const [id, status] of statuses)
        expect({ seed, id, may: STATUS[last.get(id) ?? ''] }).toMatchObject({
          may: expect.arrayContaining([status]),
        });
    }
  });
});
