import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { jsonString } from '@hanok/events';
import { buildSqsEvent } from '@hanok/events/testing';
import { observe, sqsBatch } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import { createPlayerTable, gameResult, recordGameResults } from '@hanok/scoring';

// A handler of a team, with a client of its own, on real tables. Its settings come from the environment.
const tables = { players: 'GomokuPlayerInfo', receipts: 'GomokuResultReceipts' };
const players = createPlayerTable({ client: new DynamoDBClient({}), tables });
const observation = observe('results');
const handler = sqsBatch({
  ...observation,
  body: jsonString(gameResult),
  handle: recordGameResults({ players, ...observation }),
});

const result = JSON.stringify({ PlayerName: 'kim', WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
const event = buildSqsEvent([result, '{ "PlayerName": 7 }']);
const first = await handler(event, buildLambdaContext());
const again = await handler(event, buildLambdaContext());
console.log(JSON.stringify({ program: 'results', first, again }));
