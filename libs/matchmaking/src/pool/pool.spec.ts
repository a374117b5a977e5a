import { describe, expect, it } from '@jest/globals';
import type { Ticket } from '../matchmaker/ticket.ts';
import { GOMOKU, TWO_PLAYERS } from '../public-rule-sets.fixture.ts';
import { parseRuleSet } from '../rule-set/parse-rule-set.ts';
import { backfill, NOW, party, solo } from '../tickets.fixture.ts';
import { answerMatch } from './acceptance.ts';
import { advance } from './advance.ts';
import { enterPool, leavePool, returnToPool } from './enter-pool.ts';
import { EMPTY_POOL, type MatchmakingRules, type Pool, type Step } from './pool.ts';

const ANY_TWO: MatchmakingRules = { ruleSet: parseRuleSet(TWO_PLAYERS), requestTimeoutSeconds: 60 };
const GOMOKU_RULES: MatchmakingRules = { ruleSet: parseRuleSet(GOMOKU), requestTimeoutSeconds: 60 };
const ASKING: MatchmakingRules = { ...ANY_TWO, acceptanceTimeoutSeconds: 30 };

const poolOf = (...tickets: Ticket[]) =>
  tickets.reduce((pool, ticket) => enterPool(pool, ticket).pool, EMPTY_POOL);
const round = (pool: Pool, rules: MatchmakingRules, seconds = 0) =>
  advance(pool, rules, { now: NOW + seconds * 1000, seed: 'spec' });
/** Each event as its type and the tickets that it is about. */
function told({ events }: Step): string[] {
  return events.map((event) => {
    const tickets =
      'proposal' in event
        ? event.proposal.match.tickets
        : 'match' in event
          ? event.match.tickets
          : event.tickets;
    return [event.type, ...tickets.map(({ ticketId }) => ticketId)].join(' ');
  });
}
const waiting = ({ waiting: all }: Pool) => all.map(({ ticket }) => ticket.ticketId);
function answered(pool: Pool, ticketId: string, playerIds: string[], answer: 'ACCEPT' | 'REJECT'): Step {
  const step = answerMatch(pool, ticketId, playerIds, answer);
  if (!step) throw new Error('The answer is not taken');
  return step;
}

describe('advance', () => {
  it('tells of each new ticket once that it searches, and of a match with all its tickets', () => {
    const first = round(poolOf(solo('a')), ANY_TWO);
    expect(told(first)).toEqual(['MatchmakingSearching a']);
    const second = round(enterPool(first.pool, solo('b')).pool, ANY_TWO, 1);
    expect(told(second)).toEqual(['MatchmakingSearching b', 'PotentialMatchCreated a b', 'MatchReady a b']);
    expect(second.pool).toEqual(EMPTY_POOL);
  });

  it('gives each match a UUID of its own, and the same one for the same round', () => {
    const ids = (seed: string) =>
      advance(poolOf(solo('a'), solo('b'), solo('c'), solo('d')), ANY_TWO, { now: NOW, seed }).events.flatMap(
        (event) => (event.type === 'MatchReady' ? event.matchId : []),
      );
    expect(ids('one')[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set([...ids('one'), ...ids('two')]).size).toBe(4);
    expect(ids('one')).toEqual(ids('one'));
  });

  it('takes a ticket out after its time, with what the rules found', () => {
    const pool = poolOf(solo('a', { score: 0 }), solo('b', { score: 9000 }, { waited: -1 }));
    expect(told(round(pool, GOMOKU_RULES, 59.999))).not.toContain('MatchmakingTimedOut a');
    const late = round(round(pool, GOMOKU_RULES).pool, GOMOKU_RULES, 60);
    expect(told(late)).toEqual(['MatchmakingTimedOut a']);
    expect(late.events[0]).toMatchObject({
      ruleEvaluationMetrics: [
        { ruleName: 'FairTeamSkill', passedCount: 0, failedCount: 1 },
        { ruleName: 'EqualTeamSizes', passedCount: 1, failedCount: 0 },
      ],
    });
    expect(waiting(late.pool)).toEqual(['b']);
  });

  it('tries a ticket in the round in which its time ends, and not later: our choice', () => {
    const pool = poolOf(solo('a'), solo('b', {}, { waited: -1 }));
    expect(told(round(pool, ANY_TWO, 60))).toContain('MatchReady a b');
    expect(told(round(pool, ANY_TWO, 60.001))).toContain('MatchmakingTimedOut a');
  });

  it('is plain data: a pool that is stored and read goes on', () => {
    const { pool } = round(poolOf(solo('a'), solo('b'), solo('c')), ASKING);
    const again: Pool = JSON.parse(JSON.stringify(pool));
    expect(again).toEqual(pool);
    expect(told(round(again, ASKING, 30))).toEqual(told(round(pool, ASKING, 30)));
  });
});

describe('enterPool', () => {
  it('cancels the older ticket of a player who comes again, also in a party', () => {
    const step = enterPool(poolOf(party('old', [{}, {}])), {
      ...solo('new'),
      players: [{ playerId: 'old.2', attributes: {}, latency: {} }],
    });
    expect(told(step)).toEqual(['MatchmakingCancelled old']);
    expect(step.events[0]).toMatchObject({ cause: 'replaced' });
    expect(waiting(step.pool)).toEqual(['new']);
  });

  it('ends the proposal of a player who comes again; the other ticket searches', () => {
    const { pool } = round(poolOf(solo('a'), solo('b')), ASKING);
    const again = { ...solo('a2'), players: [{ playerId: 'a', attributes: {}, latency: {} }] };
    const step = enterPool(pool, again);
    expect(told(step)).toEqual(['MatchmakingCancelled a', 'MatchmakingSearching b']);
    expect(waiting(step.pool)).toEqual(['b', 'a2']);
  });

  it('keeps a backfill beside a ticket of one of its players: our choice', () => {
    const game = backfill('game', { Players: 1 });
    const step = enterPool(poolOf(game), {
      ...solo('a'),
      players: [{ playerId: 'game.Players.0', attributes: {}, latency: {} }],
    });
    expect(step.events).toEqual([]);
    expect(waiting(step.pool)).toEqual(['game', 'a']);
  });
});

describe('leavePool and returnToPool', () => {
  it('takes a ticket out by request, once', () => {
    const step = leavePool(poolOf(solo('a'), solo('b')), 'a');
    expect(step && told(step)).toEqual(['MatchmakingCancelled a']);
    expect(step && leavePool(step.pool, 'a')).toBeUndefined();
  });

  it('takes a ticket out of a proposal, whose other ticket searches again', () => {
    const { pool } = round(poolOf(solo('a'), solo('b')), ASKING);
    const step = leavePool(pool, 'b');
    expect(step && told(step)).toEqual(['MatchmakingCancelled b', 'MatchmakingSearching a']);
    expect(step?.pool.proposals).toEqual([]);
  });

  it('puts tickets back where their age puts them, and tells nothing', () => {
    const pool = returnToPool(poolOf(solo('young')), [solo('old', {}, { waited: 9 })]);
    expect(waiting(pool)).toEqual(['old', 'young']);
    expect(told(round(pool, ANY_TWO))).toEqual([
      'MatchmakingSearching young',
      'PotentialMatchCreated old young',
      'MatchReady old young',
    ]);
  });
});

describe('acceptance', () => {
  const asked = () => round(poolOf(solo('a', {}, { waited: 5 }), solo('b')), ASKING).pool;

  it('asks before a match is ready, and is ready with the last answer', () => {
    expect(told(round(poolOf(solo('a'), solo('b')), ASKING))).toEqual([
      'MatchmakingSearching a',
      'MatchmakingSearching b',
      'PotentialMatchCreated a b',
    ]);
    const first = answered(asked(), 'a', ['a'], 'ACCEPT');
    expect(told(first)).toEqual(['AcceptMatch a b']);
    const last = answered(first.pool, 'b', ['b'], 'ACCEPT');
    expect(told(last)).toEqual(['AcceptMatch a b', 'AcceptMatchCompleted a b', 'MatchReady a b']);
    expect(last.events[1]).toMatchObject({
      acceptance: 'Accepted',
      proposal: { answers: { a: 'ACCEPT', b: 'ACCEPT' } },
    });
    expect(last.pool).toEqual(EMPTY_POOL);
  });

  it('cancels the ticket that rejects; the one that accepted searches again with its age', () => {
    const step = answered(answered(asked(), 'a', ['a'], 'ACCEPT').pool, 'b', ['b'], 'REJECT');
    expect(told(step)).toEqual([
      'AcceptMatch a b',
      'AcceptMatchCompleted a b',
      'MatchmakingCancelled b',
      'MatchmakingSearching a',
    ]);
    expect(step.events[1]).toMatchObject({ acceptance: 'Rejected' });
    expect(step.pool.waiting).toEqual([{ ticket: solo('a', {}, { waited: 5 }), isSearching: true }]);
  });

  it('ends with the first rejection, and cancels those without an answer as well: our choice', () => {
    expect(told(answered(asked(), 'b', ['b'], 'REJECT'))).toEqual([
      'AcceptMatch a b',
      'AcceptMatchCompleted a b',
      'MatchmakingCancelled a b',
    ]);
  });

  it('cancels the tickets without an answer after the acceptance timeout, never as timed out', () => {
    const { pool } = answered(asked(), 'a', ['a'], 'ACCEPT');
    expect(told(round(pool, ASKING, 29.999))).toEqual([]);
    const late = round(pool, ASKING, 30);
    expect(told(late)).toEqual([
      'AcceptMatchCompleted a b',
      'MatchmakingCancelled b',
      'MatchmakingSearching a',
    ]);
    expect(late.events[0]).toMatchObject({ acceptance: 'TimedOut' });
  });

  it('does not time a request out while its match waits for answers', () => {
    const rules = { ...ASKING, requestTimeoutSeconds: 10 };
    const { pool } = round(poolOf(solo('a'), solo('b')), rules);
    expect(told(round(pool, rules, 20))).toEqual([]);
    const back = round(answered(pool, 'a', ['a'], 'ACCEPT').pool, rules, 31);
    expect(told(back)).toEqual([
      'AcceptMatchCompleted a b',
      'MatchmakingCancelled b',
      'MatchmakingSearching a',
      'MatchmakingTimedOut a',
    ]);
  });

  it('needs every player of a party', () => {
    const { pool } = round(poolOf(party('p', [{}, {}])), ASKING);
    const one = answered(pool, 'p', ['p.1'], 'ACCEPT');
    expect(told(one)).toEqual(['AcceptMatch p']);
    expect(told(answered(one.pool, 'p', ['p.2'], 'ACCEPT'))).toContain('MatchReady p');
  });

  it('takes no answer of another ticket, of no player, or for a ticket that is not asked', () => {
    expect(answerMatch(asked(), 'a', ['b'], 'ACCEPT')).toBeUndefined();
    expect(answerMatch(asked(), 'a', [], 'ACCEPT')).toBeUndefined();
    expect(answerMatch(asked(), 'c', ['c'], 'ACCEPT')).toBeUndefined();
    expect(answerMatch(poolOf(solo('a')), 'a', ['a'], 'ACCEPT')).toBeUndefined();
  });

  it('does not ask the players of a backfill, who play already: our choice', () => {
    const { pool } = round(poolOf(backfill('game', { Players: 1 }), solo('a')), ASKING);
    expect(told(answered(pool, 'a', ['a'], 'ACCEPT'))).toContain('MatchReady game a');
  });
});
