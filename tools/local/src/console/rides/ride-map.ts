import { type AttributeValue, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { RidesState } from '@hanok/console';
import * as z from 'zod';
import type { DeployedStacks } from '../../services/cloudformation/deployed-stacks.ts';

/** Unicorns and rides that are told, and rides that are read to find the newest. */
const MOST_UNICORNS = 2_000;
const MOST_RIDES = 500;
const MOST_READ = 5_000;

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z
  .object({ N: z.string() })
  .transform(({ N }) => Number(N))
  .pipe(z.number());
/** To hundredths of a degree, some kilometre: where a rider is picked up is not for every eye. */
const degrees = number.transform((value) => Math.round(value * 100) / 100);

const unicornItem = z.object({
  UnicornId: text,
  Name: text,
  Latitude: degrees,
  Longitude: degrees,
  RideId: text.optional(),
  LeaseEnds: number.optional(),
});
const rideItem = z.object({
  RideId: text,
  User: text,
  UnicornName: text,
  PickupLocation: z.object({ M: z.object({ Latitude: degrees, Longitude: degrees }) }),
  RequestTime: text.transform((time) => Date.parse(time)).pipe(z.number()),
  Status: text,
  LeaseEnds: number,
});

/** Where unicorns and riders are, roughly. */
export async function readRides(
  client: DynamoDBClient,
  stacks: Pick<DeployedStacks, 'find'>,
): Promise<RidesState> {
  const [fleet, rides] = [tableOf(stacks, 'FleetTable'), tableOf(stacks, 'RideTable')];
  if (fleet === undefined || rides === undefined)
    return { unicorns: [], rides: [], more: false, isRunning: false };
  const [unicorns, taken] = await Promise.all([
    readAll(client, fleet, unicornItem, MOST_UNICORNS),
    readAll(client, rides, rideItem, MOST_READ),
  ]);
  const newest = taken.items.toSorted((a, b) => b.RequestTime - a.RequestTime);
  return {
    unicorns: unicorns.items.map((each) => ({
      ...{ id: each.UnicornId, name: each.Name, latitude: each.Latitude, longitude: each.Longitude },
      ...(each.RideId !== undefined && { rideId: each.RideId }),
      ...(each.LeaseEnds !== undefined && { leaseEnds: each.LeaseEnds }),
    })),
    rides: newest.slice(0, MOST_RIDES).map(({ PickupLocation: { M }, ...each }) => ({
      ...{ id: each.RideId, rider: each.User, unicorn: each.UnicornName, requested: each.RequestTime },
      ...{ latitude: M.Latitude, longitude: M.Longitude, leaseEnds: each.LeaseEnds },
      isCompleted: each.Status === 'Completed',
    })),
    more: unicorns.isCut || taken.isCut || newest.length > MOST_RIDES,
    isRunning: true,
  };
}

function tableOf(stacks: Pick<DeployedStacks, 'find'>, id: string): string | undefined {
  return stacks
    .find('WildRydes')
    ?.resources.find(({ type, logicalId }) => type.startsWith('AWS::DynamoDB::') && logicalId.startsWith(id))
    ?.physicalId;
}

/** Items that are what the schema says; others, which somebody wrote by hand, are left out. */
async function readAll<Schema extends z.ZodType>(
  client: DynamoDBClient,
  TableName: string,
  schema: Schema,
  most: number,
): Promise<{ items: z.infer<Schema>[]; isCut: boolean }> {
  const items: z.infer<Schema>[] = [];
  const read = (item: Record<string, AttributeValue>) => {
    const parsed = schema.safeParse(item);
    if (parsed.success) items.push(parsed.data);
  };
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    Items.forEach(read);
    if (items.length >= most) return { items: items.slice(0, most), isCut: true };
  }
  return { items, isCut: false };
}
