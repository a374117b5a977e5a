import { buildRestEvent } from '@hanok/events/testing';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { MATCH_TICKET_TABLE, PLAYER_SECRET_TABLE } from '@hanok/matchmaking';
import { createPlayerTable, PLAYER_TABLE, recordGameResults, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { recordLines } from '@hanok/lambda/testing';
import { prepareFunction, startGameLift, startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';

const db = await startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE, PLAYER_SECRET_TABLE, MATCH_TICKET_TABLE]);
const gameLift = await startGameLift();
afterAll(async () => {
  await gameLift.stop();
  await db.stop();
});
const { lines } = prepareFunction({ ...db.variables, ...gameLift.variables });
const { handler } = await import('./main.ts');

const request = async (PlayerName: string, PlayerPass: string): Promise<string> => {
  const body = JSON.stringify({ PlayerName, PlayerPass });
  const event = buildRestEvent({ httpMethod: 'POST', resource: '/matchrequest', body });
  const answer = await handler(event, buildLambdaContext());
  expect(answer.statusCode).toBe(200);
  return JSON.parse(answer.body).TicketId;
};
const record = async (PlayerName: string) => {
  const tables = { players: 'GomokuPlayerInfo', receipts: 'GomokuResultReceipts' };
  const players = createPlayerTable({ client: db.client, tables });
  const body = { PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 };
  const message = { messageId: `message of ${PlayerName}`, receiveCount: 1, body };
  await recordGameResults({ players, ...recordLines() })([message], new AbortController().signal);
};
const playerNamed = (PlayerName: string) => db.find(PLAYER_TABLE, { PlayerName: { S: PlayerName } });

it('creates a player whom the first result finds as its own, and asks for matches with the score', async () => {
  const first = await request('SomeName', 'CANARY-PASS');
  const { ScoreSince, ...player } = (await playerNamed('SomeName')) ?? {};
  expect(player).toEqual({
    PlayerName: { S: 'SomeName' },
    Score: { N: '1000' },
    Win: { N: '0' },
    Lose: { N: '0' },
  });
  expect(Number(ScoreSince?.N)).toBeGreaterThan(0);
  await record('SomeName');
  expect(await playerNamed('SomeName')).toMatchObject({
    Score: { N: '1100' },
    Win: { N: '1' },
    Lose: { N: '0' },
  });
  await request('SomeName', 'CANARY-PASS');
  expect(await request('SomeName', 'wrong')).toBe('AuthError');
  const scores = [...gameLift.tickets.values()].map(({ Players }) => Players);
  expect(scores).toEqual(
    [1000, 1100].map((N) => [{ PlayerId: 'SomeName', PlayerAttributes: { score: { N } } }]),
  );
  expect(await db.find(MATCH_TICKET_TABLE, { TicketId: { S: first } })).toMatchObject({
    PlayerName: { S: 'SomeName' },
  });
  expect(JSON.stringify([lines(), await playerNamed('SomeName')])).not.toContain('CANARY');
});

it('makes the same player as the first result does', async () => {
  await record('ByResult');
  await request('BySignIn', 'a');
  await record('BySignIn');
  const fieldsOf = async (name: string) => {
    const { Score, Win, Lose, ScoreSince, ...rest } = (await playerNamed(name)) ?? {};
    return { totals: [Score, Win, Lose], since: typeof ScoreSince?.N, others: Object.keys(rest) };
  };
  expect(await fieldsOf('BySignIn')).toEqual(await fieldsOf('ByResult'));
});
