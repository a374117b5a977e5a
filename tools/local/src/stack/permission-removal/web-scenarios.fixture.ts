import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import * as z from 'zod';
import { signIn } from '../wild-rydes-stack.fixture.ts';
import { call, type Scenario } from './scenario.fixture.ts';

const PICKUP = { PickupLocation: { Latitude: 47.6174755835663, Longitude: -122.28837066650185 } };
const helloOutputs = z.object({ HelloApiUrl: z.string() });
const drawOutputs = z.object({ DrawApiUrl: z.string() });
const rideOutputs = z.object({
  ...{ RideApiUrl: z.string(), UserPoolId: z.string(), UserPoolClientId: z.string() },
});

/** A greeting, and those of a name. */
export const hello: Scenario = {
  steps: ({ stack }) => {
    const { HelloApiUrl } = helloOutputs.parse(stack.outputs['Hello']);
    return [
      () => call(`${HelloApiUrl}greetings`, { Name: 'kim' }),
      () => call(`${HelloApiUrl}greetings/kim`),
    ];
  },
};

export const draw: Scenario = {
  steps: ({ stack }) => [() => call(`${drawOutputs.parse(stack.outputs['Draw']).DrawApiUrl}draw`)],
};

/** A ride that is asked for, read and completed. */
export const wildRydes: Scenario = {
  steps: ({ stack, sdk }) => {
    const { RideApiUrl, ...pool } = rideOutputs.parse(stack.outputs['WildRydes']);
    const headers = { Authorization: '', 'Idempotency-Key': randomUUID() };
    let id = '';
    return [
      async () => {
        headers.Authorization = (await signIn(sdk.users, pool, 'kim')).idToken;
      },
      async () => {
        const answer = await call(`${RideApiUrl}ride`, PICKUP, headers);
        id = z.object({ RideId: z.string() }).parse(answer).RideId;
      },
      async () => expect(await call(`${RideApiUrl}ride`, PICKUP, headers)).toMatchObject({ RideId: id }),
      () => call(`${RideApiUrl}rides/${id}`, undefined, headers),
      () => call(`${RideApiUrl}rides/${id}/complete`, '', headers),
    ];
  },
};
