import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { rideGranted, ridesState, rideWish } from '@hanok/console';
import { rideAnswer } from '@hanok/rides';
import * as z from 'zod';
import type { DeployedStacks } from '../../services/cloudformation/deployed-stacks.ts';
import type { Place } from '../../stack/part.ts';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import { signInRider } from './local-riders.ts';
import { readRides } from './ride-map.ts';

type Context = {
  data: { dynamodb: DynamoDBClient; stacks: Pick<DeployedStacks, 'find'> };
  place: Pick<Place, 'gatewayUrl' | 'region'>;
};

const outputs = z.object({ RideApiUrl: z.string(), UserPoolId: z.string(), UserPoolClientId: z.string() });

/** Unicorns and rides on the map, and a ride for a user of the page, asked for as any rider does. */
export const ridesResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/rides',
    summary: 'Where unicorns and riders are, to hundredths of a degree, and until when each lease runs.',
    input: z.strictObject({}),
    answer: ridesState,
    run: ({ data }: Context) => readRides(data.dynamodb, data.stacks),
  }),
  consoleOperation({
    method: 'POST',
    path: '/rides',
    summary: 'Signs a user in and asks the API for a ride.',
    input: z.strictObject({}),
    body: rideWish,
    answer: rideGranted,
    run: async ({ data, place }: Context, _input, { rider, latitude, longitude }) => {
      const { RideApiUrl, UserPoolId, UserPoolClientId: ClientId } = outputsOf(data.stacks);
      const token = await signInRider(place, { UserPoolId, ClientId }, rider);
      const response = await fetch(`${RideApiUrl}ride`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: token },
        body: JSON.stringify({ PickupLocation: { Latitude: latitude, Longitude: longitude } }),
      });
      const text = await response.text();
      if (!response.ok) throw new ConsoleError(409, `POST /ride answered ${response.status}: ${text}`);
      const ride = rideAnswer.parse(JSON.parse(text));
      return { id: ride.RideId, unicorn: ride.UnicornName, eta: ride.Eta };
    },
  }),
];

/** Throws `ConsoleError` when the stack of the rides does not run. */
function outputsOf(stacks: Pick<DeployedStacks, 'find'>): z.infer<typeof outputs> {
  const entries = stacks.find('WildRydes')?.outputs.map(({ key, value }) => [key, value]) ?? [];
  const { data } = outputs.safeParse(Object.fromEntries(entries));
  if (data === undefined) throw new ConsoleError(409, 'The stack WildRydes does not run');
  return data;
}
