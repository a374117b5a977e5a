import { type Fault, S3_FAULTS } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { NOT_READY, START, startMatchApp } from './match-app.fixture.ts';

const app = await startMatchApp();
const { db, gameLift, toTables, toGameLift } = app;
const { dynamodb, gamelift } = app.faulty;
afterAll(app.stop);

/** Two reads, the player with the hash, the ticket, GameLift. */
const CALLS = 5;
const PASSWORD = 'hunter2';

/** Lets this many calls through; the next one meets `last`, and all others are cut: as for a process that is gone. */
function endAfter(calls: number, last: Fault): void {
  let made = 0;
  const plan = () => {
    made += 1;
    if (made <= calls) return undefined;
    return made === calls + 1 ? last : S3_FAULTS.reset;
  };
  toTables.follow(plan);
  toGameLift.follow(plan);
}

async function standing(name: string) {
  const [player, secret, all] = await Promise.all([db.player(name), db.secret(name), db.tickets()]);
  const tickets = all.flatMap(({ TicketId, PlayerName }) =>
    PlayerName?.S === name ? [TicketId?.S ?? ''] : [],
  );
  const begun = [...gameLift.tickets.values()].filter(({ Players }) =>
    JSON.stringify(Players).includes(`"${name}"`),
  );
  return { player, secret, tickets, begun: begun.map(({ TicketId }) => TicketId) };
}

describe.each(['new', 'with a password in plain text'])('a request of a player who is %s', (kind) => {
  describe.each(['reset', 'replyLost'] as const)(
    'that ends in the call after which all is cut: %s',
    (last) => {
      it.each(Array.from({ length: CALLS + 1 }, (_, calls) => calls))(
        'after %d calls leaves no half of a player and no ticket without an end, and goes on when it comes again',
        async (calls) => {
          const name = `${kind} ${last} ${calls}`;
          const isOld = kind !== 'new';
          if (isOld)
            await db.putPlayer({ PlayerName: name, PlayerPass: PASSWORD, Score: 1200, Win: 2, Lose: 0 });
          const { request, status, clock } = app.open({ dynamodb, gamelift });
          endAfter(calls, S3_FAULTS[last]);
          const answer = await request(name, PASSWORD);
          await Promise.all([toTables.idle(), toGameLift.idle()]);
          endAfter(Infinity, S3_FAULTS.reset);

          const left = await standing(name);
          expect(answer === 'MatchError' || left.tickets.includes(answer)).toBe(true);
          expect(left.player && !('PlayerPass' in left.player)).toBe(
            left.secret ? true : isOld ? false : undefined,
          );
          if (left.secret)
            expect(left.player).toMatchObject({ Score: isOld ? 1200 : 1000, Win: isOld ? 2 : 0 });
          expect(left.tickets).toEqual(expect.arrayContaining(left.begun));
          clock.at = START + 30_000;
          for (const ticket of left.tickets) {
            const told = await status(name, ticket);
            expect(told).toEqual(
              left.begun.includes(ticket)
                ? NOT_READY
                : { ...NOT_READY, Status: 'FAILED', Reason: expect.anything() },
            );
          }
          expect(await request(name, PASSWORD)).toMatch(/^[0-9a-f-]{36}$/);
          expect(await request(name, 'wrong')).toBe('AuthError');
        },
      );
    },
  );
});
