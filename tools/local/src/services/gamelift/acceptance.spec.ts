import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MatchmakingStack, startMatchmaking } from './matchmaking-stack.fixture.ts';

let stack: MatchmakingStack;
beforeEach(async () => {
  stack = await startMatchmaking({
    configuration: { AcceptanceRequired: true, AcceptanceTimeoutSeconds: 5 },
  });
  await stack.start('a', { ann: 1000 });
  await stack.start('b', { bob: 1000 });
  await stack.pass(1);
});
afterEach(() => stack.stop());

/** Type, tickets and what the type has of its own, of every event since the last call. */
function told() {
  return stack.told().map(({ detail }) => {
    const { type, tickets, acceptance, message } = detail;
    const ids = tickets.map(({ ticketId }) => ticketId);
    return [type, ...ids, acceptance ?? message].filter((each) => each !== undefined).join(' ');
  });
}
const NOT_ACCEPTED = 'Cancelled because a player rejected the proposed match or did not accept it in time.';

describe('a match that players must accept', () => {
  it('asks them, and is complete with the last answer', async () => {
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'REQUIRES_ACCEPTANCE', b: 'REQUIRES_ACCEPTANCE' });
    expect(stack.told().at(-1)?.detail).toMatchObject({
      ...{ type: 'PotentialMatchCreated', acceptanceRequired: true, acceptanceTimeout: 5 },
      ruleEvaluationMetrics: [{ ruleName: 'FairTeamSkill' }],
    });
    await stack.answer('b', ['bob'], 'ACCEPT');
    const [accepted] = stack.told();
    expect(accepted?.detail).toMatchObject({
      type: 'AcceptMatch',
      tickets: [
        { ticketId: 'a', players: [{ playerId: 'ann', team: 'blue' }] },
        { ticketId: 'b', players: [{ playerId: 'bob', team: 'red', accepted: true }] },
      ],
    });
    expect(JSON.stringify(accepted?.detail).split('accepted')).toHaveLength(3);
    await stack.answer('a', ['ann'], 'ACCEPT');
    expect(told()).toEqual(['AcceptMatch a b', 'AcceptMatchCompleted a b Accepted']);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'PLACING', b: 'PLACING' });
    await stack.pass(1);
    expect(told()).toEqual(['MatchmakingSucceeded a b']);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'COMPLETED', b: 'COMPLETED' });
  });

  it('is dropped by a rejection: who rejected is cancelled, who accepted searches again', async () => {
    await stack.answer('a', ['ann'], 'ACCEPT');
    told();
    await stack.answer('b', ['bob'], 'REJECT');
    const [rejected, ...others] = stack.told();
    expect(rejected?.detail).toMatchObject({
      type: 'AcceptMatch',
      gameSessionInfo: { players: [{ accepted: true }, { accepted: false }] },
    });
    expect(others.map(({ detail }) => detail)).toMatchObject([
      { type: 'AcceptMatchCompleted', acceptance: 'Rejected' },
      {
        ...{ type: 'MatchmakingCancelled', reason: 'Cancelled', message: NOT_ACCEPTED },
        tickets: [{ ticketId: 'b' }],
        matchId: rejected?.detail['matchId'],
      },
      { type: 'MatchmakingSearching', tickets: [{ ticketId: 'a' }] },
    ]);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'SEARCHING', b: 'CANCELLED' });
    expect(await stack.ticket('a')).toMatchObject({
      StatusReason: 'MatchNotAccepted',
      StatusMessage: 'The proposed match was not accepted by all its players: the ticket searches again.',
    });
    await stack.start('c', { cat: 1000 });
    await stack.pass(1);
    expect(await stack.statuses('a', 'c')).toEqual({ a: 'REQUIRES_ACCEPTANCE', c: 'REQUIRES_ACCEPTANCE' });
    expect(await stack.ticket('a')).not.toHaveProperty('StatusReason');
  });

  it('is dropped by the first rejection, and who has not answered is cancelled too: our choice', async () => {
    told();
    await stack.answer('b', ['bob'], 'REJECT');
    expect(told()).toEqual([
      'AcceptMatch a b',
      'AcceptMatchCompleted a b Rejected',
      `MatchmakingCancelled a ${NOT_ACCEPTED}`,
      `MatchmakingCancelled b ${NOT_ACCEPTED}`,
    ]);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'CANCELLED', b: 'CANCELLED' });
  });

  it('is dropped when not all accept in time: who did not is cancelled, never timed out', async () => {
    await stack.answer('a', ['ann'], 'ACCEPT');
    await stack.pass(4);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'REQUIRES_ACCEPTANCE', b: 'REQUIRES_ACCEPTANCE' });
    told();
    await stack.pass(1);
    expect(told()).toEqual([
      'AcceptMatchCompleted a b TimedOut',
      `MatchmakingCancelled b ${NOT_ACCEPTED}`,
      'MatchmakingSearching a',
    ]);
    expect(await stack.ticket('b')).toMatchObject({ Status: 'CANCELLED', StatusMessage: NOT_ACCEPTED });
    expect(await stack.statuses('a')).toEqual({ a: 'SEARCHING' });
  });

  it('is dropped by a ticket that is cancelled; the other one searches again', async () => {
    told();
    await stack.cancel('b');
    expect(told()).toEqual(['MatchmakingCancelled b Cancelled by request.', 'MatchmakingSearching a']);
    expect(await stack.statuses('a', 'b')).toEqual({ a: 'SEARCHING', b: 'CANCELLED' });
  });

  it.each([
    ['of another ticket', 'a', ['bob'], 'Player bob is not in the matchmaking ticket a'],
    ['of a ticket that is not there', 'none', ['ann'], 'Matchmaking ticket none does not exist'],
    ['of a ticket that searches', 'c', ['cat'], 'it has no match to accept'],
  ])('takes no answer %s', async (_, ticketId, playerIds, message) => {
    await stack.start('c', { cat: 9000 });
    told();
    const answered = stack.answer(ticketId, playerIds, 'ACCEPT');
    await expect(answered).rejects.toThrow(message);
    expect(told()).toEqual([]);
  });
});
