import { dynamodbFaults, IS_DEEP, seededRandom, type SeededRandom, seeds, SEED_NOTE } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';
import type { FlexMatchChange } from '../testing/flexmatch-event.ts';
import { eventOf, NOT_READY, START, startMatchApp, succeeded } from './match-app.fixture.ts';

const app = await startMatchApp();
const { gameLift, toTables } = app;
const { dynamodb } = app.faulty;
afterAll(app.stop);

type Ticket = { ticketId: string; playerId: string };
const ENDS = {
  MatchmakingTimedOut: 'TIMED_OUT',
  MatchmakingCancelled: 'CANCELLED',
  MatchmakingFailed: 'FAILED',
};
type End = keyof typeof ENDS | 'MatchmakingSucceeded' | 'STANDALONE';

/** What GameLift sends of two tickets that are matched, perhaps after proposals that fail, or that end otherwise. */
function lifeOf(pair: readonly Ticket[], end: End, random: SeededRandom): FlexMatchChange[] {
  let at = 0;
  const next = () => (at += random.between(0, 3));
  const both = (type: string, detail: object = {}): FlexMatchChange => ({
    ...eventOf(type, next(), { ticketId: '', playerId: '' }, { matchId: `match-${at}`, ...detail }),
    tickets: pair.map(({ ticketId, playerId }) => ({ ticketId, players: [{ playerId, team: 'blue' }] })),
  });
  const each = (type: string) => pair.map((ticket) => eventOf(type, next(), ticket));
  const life = each('MatchmakingSearching');
  for (let proposal = random.below(3); proposal > 0; proposal--) {
    life.push(both('PotentialMatchCreated', { acceptanceRequired: true }), both('AcceptMatch'));
    life.push(both('AcceptMatchCompleted', { acceptance: random.pick(['Rejected', 'TimedOut']) }));
    life.push(...each('MatchmakingSearching'));
  }
  if (end !== 'MatchmakingSucceeded' && end !== 'STANDALONE') return [...life, ...each(end)];
  const tickets = Object.fromEntries(pair.map(({ ticketId, playerId }) => [playerId, ticketId]));
  const { gameSessionInfo, ...match } = succeeded(next() + 1, tickets);
  life.push(both('PotentialMatchCreated', { acceptanceRequired: false }));
  return [...life, { ...match, ...(end !== 'STANDALONE' && gameSessionInfo && { gameSessionInfo }) }];
}

/** The life as it may come: some of it lost, some twice, in any order, with what is late or not known. */
function deliveriesOf(life: readonly FlexMatchChange[], pair: readonly Ticket[], random: SeededRandom) {
  const kept = life.filter(() => random.next() < 0.7);
  const twice = kept.filter(() => random.next() < 0.3);
  const unknown = eventOf('MatchmakingRequiresAcceptance', 1, random.pick(pair));
  const late = eventOf('MatchmakingSearching', random.between(0, 2), random.pick(pair));
  const foreign = eventOf('MatchmakingFailed', 1, { ticketId: 'of-another-game', playerId: 'x' });
  const all = random.shuffle([...kept, ...twice, unknown, late, foreign]);
  const events: FlexMatchChange[][] = [];
  while (all.length > 0) events.push(all.splice(0, random.between(1, 3)));
  return events;
}

/** What GameLift answers when it is asked. */
function settle({ ticketId, playerId }: Ticket, end: End): void {
  const Status = end in ENDS ? ENDS[end as keyof typeof ENDS] : 'COMPLETED';
  const session = { PlayerId: playerId, PlayerSessionId: `psess-${playerId}` };
  Object.assign(gameLift.tickets.get(ticketId) ?? {}, {
    Status,
    ...(end === 'MatchmakingSucceeded' && {
      GameSessionConnectionInfo: { IpAddress: '192.0.2.1', Port: 10_777, MatchedPlayerSessions: [session] },
    }),
  });
}

const truthOf = ({ playerId }: Ticket, end: End) =>
  end === 'MatchmakingSucceeded'
    ? { IpAddress: '192.0.2.1', PlayerSessionId: `psess-${playerId}`, Port: 10_777 }
    : { ...NOT_READY, Status: end in ENDS ? ENDS[end as keyof typeof ENDS] : 'COMPLETED' };

async function run(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const { request, status, hear, clock } = app.open({ dynamodb });
  const names = [`one-${seed}`, `other-${seed}`];
  const pair = await Promise.all(
    names.map(async (playerId) => ({ playerId, ticketId: await request(playerId) })),
  );
  const end = random.pick([
    ...(['MatchmakingSucceeded', 'MatchmakingSucceeded', 'STANDALONE'] as const),
    ...(['MatchmakingTimedOut', 'MatchmakingCancelled', 'MatchmakingFailed'] as const),
  ]);
  const faults = dynamodbFaults(() => random);
  const kinds = [faults.replyLost, faults.throttle, faults.errorAfterCommit];
  toTables.follow(() => (random.next() < 0.1 ? random.pick(kinds) : undefined));
  // Lambda tries an event three times in all; what fails then is lost.
  for (const event of deliveriesOf(lifeOf(pair, end, random), pair, random))
    await hear(...event).catch(() => hear(...event).catch(() => hear(...event).catch(() => undefined)));
  toTables.follow(() => undefined);
  for (const ticket of pair) settle(ticket, end);
  clock.at = START + 30_000;
  for (const ticket of pair) {
    expect(await status(ticket.playerId, ticket.ticketId)).toEqual(truthOf(ticket, end));
    expect(await status(ticket.playerId, ticket.ticketId)).toEqual(truthOf(ticket, end));
  }
}

it(`the client ends in the truth when events are doubled, shuffled, lost, late and unknown (${SEED_NOTE})`, async () => {
  // A run is some 40 writes: the quick suite has a few of them.
  for (const seed of seeds(IS_DEEP ? 1000 : 150)) await run(seed);
  expect(toTables.injected('replyLost')).toBeGreaterThan(0);
}, 600_000);
