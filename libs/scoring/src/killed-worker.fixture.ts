import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { observe } from '@hanok/lambda';
import type { clientSettings } from '@hanok/testing';
import { live } from '@hanok/testing/victim';
import type { Delivery } from './delivered-results.fixture.ts';
import { createWorker, type WorkerTables } from './result-worker.fixture.ts';

export type Order = { settings: ReturnType<typeof clientSettings>; tables: WorkerTables; batch: Delivery[] };

/** A program that hands one batch to the handler, and answers the failed message ids. */
void live<Order, string[]>(async ({ settings, tables, batch }, killable) => {
  const client = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  const deliver = createWorker({ client, tables, random: () => 0.04, ...observe('killed') });
  const failed = await killable(() => deliver(batch));
  client.destroy();
  return failed;
});
