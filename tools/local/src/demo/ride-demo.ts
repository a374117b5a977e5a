import { greatCircle, rideAnswer, TUTORIAL_FLEET } from '@hanok/rides';
import { print, text } from '../cli/terminal.ts';
import { check } from './checks.ts';
import type { RideClients } from './ride-clients.ts';

/** Where the tutorial's rider stands, to the letter. */
const PICKUP = '{"PickupLocation":{"Latitude":47.6174755835663,"Longitude":-122.28837066650185}}';
const PASSWORD = 'Unicorns-Fly-2026';

/** Two riders at one place: each gets the nearest unicorn that is free, and no one rides without signing in. */
export async function showRides(rides: RideClients): Promise<void> {
  print(text`\nA rider without a token asks for a unicorn: ${PICKUP}`);
  const refused = await rides.requestRide(PICKUP, undefined);
  check('refused before any function runs', refused, { status: 401, body: { Error: 'Unauthorized' } });
  print(text`\nkim and lee sign up and in, and ask at the same place`);
  const first = await showRide(rides, 'kim', 'Bucephalus');
  const second = await showRide(rides, 'lee', 'Shadowfax');
  check('two riders, two unicorns', first !== second, true);
}

async function showRide(rides: RideClients, rider: string, nearest: string): Promise<string> {
  const token = await rides.signIn(rider, PASSWORD);
  const { status, body } = await rides.requestRide(PICKUP, token);
  check(`POST /ride by ${rider}`, status, 201);
  const ride = rideAnswer.parse(body);
  check('the nearest free unicorn', ride.UnicornName, nearest);
  const unicorn = TUTORIAL_FLEET.find(({ Name }) => Name === ride.UnicornName);
  const { PickupLocation } = JSON.parse(PICKUP);
  const metres = unicorn === undefined ? Number.NaN : greatCircle(unicorn, PickupLocation);
  print(text`    ${Math.round(metres)} m away, there in ${ride.Eta}; RideId ${ride.RideId}`);
  const item = await rides.ride(ride.RideId);
  check('stored in Rides', [item?.User?.S, item?.UnicornName?.S], [rider, nearest]);
  return ride.UnicornName;
}
