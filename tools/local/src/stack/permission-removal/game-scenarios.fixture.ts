import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from '@jest/globals';
import { gomokuClients } from '../../demo/gomoku-clients.ts';
import { matchClients } from '../../demo/match-clients.ts';
import type { Scenario } from './scenario.fixture.ts';

const RESULT =
  '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100, "ResultId": "1" }';

/** A result, the ranking, a player whose record no retry would help, and what the schedules run. */
export const gomoku: Scenario = {
  steps: ({ stack, sdk, seen, later, invoke, defer }) => {
    const clients = gomokuClients(stack);
    defer(clients.close);
    return [
      () => clients.send(RESULT),
      () => seen(async () => expect(await clients.rating('SomeName')).toBe(1100)),
      () => clients.ranking(),
      async () => {
        const Item = { PlayerName: { S: 'no score' }, Score: { S: 'a text' } };
        await sdk.dynamodb.send(new PutItemCommand({ TableName: clients.outputs.PlayerTableName, Item }));
      },
      () => later('game-rank-update', 'sqs:SendMessage'),
      () => clients.forget('SomeName'),
      () => invoke('game-rank-repair', {}),
      () => invoke('game-rank-rebuild', {}),
    ];
  },
};

/** Two players who ask for a match and how it is; what GameLift does not take, what it is asked for, what no event tells. */
export const matchmaking: Scenario = {
  with: ['Gomoku'],
  steps: ({ stack, sdk, seen, later, failing }) => {
    const { request, status } = matchClients(stack);
    const tickets = new Map<string, string>();
    const ask = async (player: string) =>
      void tickets.set(player, await request(player, `pass of ${player}`));
    const hear = (player: string) => status(player, tickets.get(player) ?? '');
    return [
      () => ask('Ann'),
      () => hear('Ann'),
      // Of this one nothing has been heard for long.
      async () => {
        await stack.idle();
        await sdk.dynamodb.send(
          new UpdateItemCommand({
            TableName: 'GomokuMatchTickets',
            Key: { TicketId: { S: tickets.get('Ann') ?? '' } },
            UpdateExpression: 'SET HeardAt = :heard',
            ExpressionAttributeValues: { ':heard': { N: '1' } },
          }),
        );
      },
      () => hear('Ann'),
      () => ask('Bob'),
      () => seen(async () => expect((await hear('Ann')).Port).toBeGreaterThan(0)),
      () =>
        failing({ service: 'gamelift', operation: 'StartMatchmaking', caller: 'game-match-request' }, () =>
          expect(ask('Dan')).rejects.toThrow('MatchError'),
        ),
      () =>
        failing({ service: 'dynamodb', operation: 'UpdateItem', caller: 'game-match-event' }, async () => {
          await ask('Eve');
          await later('game-match-event', 'sqs:SendMessage');
        }),
    ];
  },
};
