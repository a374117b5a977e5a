import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { greatCircle, type Unicorn } from '@hanok/rides';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, pairedRatio, quantile } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { fillFleet, type RideTables, startRideTables, TABLES } from './filled-fleet.ts';
import { randomPlace } from './random-places.ts';
import { rideHandler } from './ride-handler.ts';

const UNICORNS = 100_000;
/** Rides of one sample, which is their median. */
const RIDES = 20;

/** The whole handler of `POST /ride`, search and reservation, against a scan that only finds the unicorn. */
export const dispatch: Benchmark = {
  name: 'dispatch',
  title: 'the nearest free of 100,000 unicorns found and reserved, against a scan that only finds it',
  bounds: [{ figure: 'scan / dispatch', atLeast: 50 }],
  run: async ({ scaled, say }) => {
    await using parts = new AsyncDisposableStack();
    const tables = await startRideTables();
    parts.defer(tables.stop);
    const reads = countQueries(tables);
    const unicorns = new Map<string, Unicorn>();
    const filled = await timed(async () => {
      for (const [id, each] of await fillFleet(tables, scaled(UNICORNS), seededRandom(1).next))
        unicorns.set(id, each);
    });
    say(`${unicorns.size} unicorns in the table after ${Math.round(filled)} ms`);
    const each: number[] = [];
    const found = { scan: new Array<string>(), dispatch: new Array<string>() };
    const ride = rider(tables, unicorns);
    const [placesOfScan, placesOfDispatch, others] = [
      seededRandom(2).next,
      seededRandom(2).next,
      seededRandom(3).next,
    ];
    const rounds = 10;
    const samples = await interleave(
      {
        scan: () =>
          timed(
            async () => void found.scan.push(await scanNearest(tables.client, randomPlace(placesOfScan))),
          ),
        dispatch: async () => {
          const first = await ride(randomPlace(placesOfDispatch));
          found.dispatch.push(first.unicornId);
          const taken = [first.ms];
          while (taken.length < RIDES) taken.push((await ride(randomPlace(others))).ms);
          each.push(...taken);
          return median(taken);
        },
      },
      { rounds },
    );
    requireEqual('The unicorn of each pickup', found.dispatch, found.scan);
    return {
      races: [{ title: 'one ride', unit: 'ms', samples }],
      figures: {
        'scan / dispatch': pairedRatio(samples.scan, samples.dispatch),
        'dispatch, ms': median(each),
        'dispatch, ms, 99 of 100': quantile(each, 0.99),
        'index reads of a ride': reads() / each.length,
      },
      counts: { rounds, unicorns: unicorns.size, rides: each.length },
    };
  },
};

/** Takes a ride, and puts its unicorn back to where it was, free, outside of the time that is answered. */
function rider(tables: RideTables, unicorns: ReadonlyMap<string, Unicorn>) {
  const { request, complete } = rideHandler(tables);
  return async (pickup: object): Promise<{ ms: number; unicornId: string }> => {
    let unicornId = '';
    let rideId = '';
    const ms = await timed(async () => {
      ({ RideId: rideId, UnicornName: unicornId } = await request(pickup));
    });
    await complete(rideId);
    const home = unicorns.get(unicornId);
    requireEqual('The return of the unicorn', home && (await tables.fleet.move(unicornId, home)), 'moved');
    return { ms, unicornId };
  };
}

/** Counts the queries that the client sends from now on. */
function countQueries({ client }: RideTables): () => number {
  let count = 0;
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'QueryCommand') count += 1;
        return next(args);
      },
    { step: 'initialize' },
  );
  return () => count;
}

/** The id of the nearest free unicorn, from the distance to every one in the table. */
async function scanNearest(
  client: DynamoDBClient,
  from: { Latitude: number; Longitude: number },
): Promise<string> {
  let nearest = { id: '', metres: Number.POSITIVE_INFINITY };
  const scan = {
    TableName: TABLES.fleet,
    ProjectionExpression: 'UnicornId, Latitude, Longitude',
    FilterExpression: 'attribute_not_exists(RideId)',
  };
  for await (const { Items = [] } of paginateScan({ client }, scan)) {
    for (const { UnicornId, Latitude, Longitude } of Items) {
      const metres = greatCircle(from, { Latitude: Number(Latitude?.N), Longitude: Number(Longitude?.N) });
      if (metres < nearest.metres) nearest = { id: UnicornId?.S ?? '', metres };
    }
  }
  return nearest.id;
}
