import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { clientSettings } from '@hanok/testing';
import { live } from '@hanok/testing/victim';
import { startRideApp, type TableNames } from './ride-app.fixture.ts';
import { postCompletion, postRide, SEATTLE } from './ride-events.fixture.ts';
import type { Unicorn } from './unicorn.ts';

export type Order = {
  settings: ReturnType<typeof clientSettings>;
  tables: TableNames;
  firstFleet: readonly Unicorn[];
};

/**
 * A program in which kim asks for the only unicorn, of a fleet that is empty until then, lee finds it taken, and kim
 * completes the ride. It answers the statuses.
 */
void live<Order, number[]>(async ({ settings, tables, firstFleet }, killable) => {
  const client = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  const { call } = startRideApp({ client, tables }, { firstFleet, random: () => 0.04 });
  contendOnce(client);
  const statuses = await killable(async () => {
    const ride = await call(postRide('kim', SEATTLE, 'key'));
    const refused = await call(postRide('lee'));
    const completed = await call(postCompletion('kim', String(ride.body.RideId)));
    return [ride.status, refused.status, completed.status];
  });
  client.destroy();
  return statuses;
});

/** DynamoDB's answer to the first reservation and to the completion, once each: another writer is at the unicorn. */
function contendOnce(client: DynamoDBClient): void {
  const met = new Set<number>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const writes = 'TransactItems' in args.input ? (args.input.TransactItems?.length ?? 0) : 0;
      if (writes < 2 || met.has(writes)) return next(args);
      met.add(writes);
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons });
    },
    { step: 'initialize' },
  );
}
