import { randomUUID } from 'node:crypto';
import { buildAssembly, startProcessReaper } from '@hanok/local';
import { rideAnswer } from '@hanok/rides';
import tutorialEvent from '@hanok/rides/samples/request-unicorn.json' with { type: 'json' };
import * as z from 'zod';
import { answerCold } from '../cold-start/answer-cold.ts';
import { type HandlerCode, stdin, unpackApp, zipAsOurs } from '../cold-start/handler-code.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { pairedRatio } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { fillFleet, startRideTables, TABLES } from './filled-fleet.ts';

const NAME = 'request-unicorn';
const environment = {
  RIDE_TABLE: TABLES.rides,
  FLEET_TABLE: TABLES.fleet,
  RECEIPT_TABLE: TABLES.receipts,
};
const EMPTY_HANDLER = 'exports.handler = async () => ({ statusCode: 200, body: "null" });';
/** The least calls of a ride, one look-up and one write, with the client alone: no schema, no search, nothing exactly once. */
const TWO_CALLS = `
import { DynamoDBClient, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
const { FLEET_TABLE, RIDE_TABLE, RECEIPT_TABLE } = process.env;
export const handler = async (event) => {
  const { PickupLocation } = JSON.parse(event.body);
  const { Items } = await client.send(new QueryCommand({
    TableName: FLEET_TABLE, IndexName: 'FreeByCell', Limit: 1, KeyConditionExpression: 'FreeFace = :face',
    ExpressionAttributeValues: { ':face': { S: '0' } },
  }));
  const id = event.headers['Idempotency-Key'];
  const ride = { RideId: { S: id }, Found: { N: String(Items.length) }, Latitude: { N: String(PickupLocation.Latitude) } };
  await client.send(new TransactWriteItemsCommand({ TransactItems: [
    { Put: { TableName: RIDE_TABLE, Item: ride } },
    { Put: { TableName: RECEIPT_TABLE, Item: { ReceiptId: { S: id } } } },
  ] }));
  return { statusCode: 200, body: '{}' };
};`;
const answered = z.object({ statusCode: z.number(), body: z.string() });

/** From the start of the process to the first answer, which a unicorn is found and a ride is written for. */
export const rideColdStart: Benchmark = {
  name: 'ride-cold-start',
  title: 'request-unicorn from start to its first ride, among 1,000 unicorns, against an empty handler',
  bounds: [
    { figure: 'ours / empty', atMost: 3.4 },
    { figure: 'ours / the SDK alone, two calls', atMost: 1.6 },
    { figure: 'zip of ours, KB', atMost: 130 },
  ],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const code = unpackApp(NAME, EMPTY_HANDLER);
    parts.defer(code.remove);
    const tables = await startRideTables();
    parts.defer(tables.stop);
    await fillFleet(tables, 1_000, Math.random);
    const reaper = startProcessReaper();
    parts.defer(reaper.stop);
    const answer = async ({ taskRoot }: HandlerCode, statusCode: number) => {
      const start = { taskRoot, name: NAME, environment, endpoint: tables.endpoint, reaper };
      const cold = await answerCold(
        start,
        JSON.stringify({ ...tutorialEvent, headers: { 'Idempotency-Key': randomUUID() } }),
      );
      const { statusCode: got, body } = answered.parse(JSON.parse(cold.answer));
      requireEqual('The status', got, statusCode);
      if (statusCode === 201)
        requireEqual('The ride id', rideAnswer.parse(JSON.parse(body)).RideId.length, 22);
      return cold.ms;
    };
    const rounds = scaled(50);
    const alone = code.unpack('alone', await zipAsOurs('', stdin(TWO_CALLS)));
    const samples = await interleave(
      {
        empty: () => answer(code.empty, 200),
        'the SDK alone, two calls': () => answer(alone, 200),
        ours: () => answer(code.ours, 201),
      },
      { rounds },
    );
    return {
      races: [{ title: 'first answer', unit: 'ms', samples }],
      figures: {
        'the SDK alone, two calls / empty': pairedRatio(samples['the SDK alone, two calls'], samples.empty),
        'ours / empty': pairedRatio(samples.ours, samples.empty),
        'ours / the SDK alone, two calls': pairedRatio(samples.ours, samples['the SDK alone, two calls']),
        'zip of ours, KB': code.ours.zipBytes / 1024,
      },
      counts: { rounds },
    };
  },
};
