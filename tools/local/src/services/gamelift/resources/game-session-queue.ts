import * as z from 'zod';
import { arnOf } from '../../../arn.ts';
import { DESCRIBES } from '../../../template/ignored.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { GameLiftUses } from '../game-resources.ts';

const ONE_PLACE = 'every game runs on the one game server of the stack';

const properties = z.strictObject({
  Name: z.string().regex(/^[a-zA-Z0-9-]{1,128}$/),
  TimeoutInSeconds: z.int().min(10).max(600).default(600),
  Destinations: z.array(z.strictObject({ DestinationArn: z.string().optional() })).default([]),
  CustomEventData: z.string().max(256).optional(),
});

/** AWS::GameLift::GameSessionQueue. `Ref` is its name. */
export const gameSessionQueue = resourceType({
  type: 'AWS::GameLift::GameSessionQueue',
  properties,
  ignored: {
    Tags: DESCRIBES,
    FilterConfiguration: ONE_PLACE,
    PlayerLatencyPolicies: ONE_PLACE,
    PriorityConfiguration: ONE_PLACE,
  },
  async create(given, { place }, { resources, clock }: GameLiftUses) {
    const { Name: name, TimeoutInSeconds: timeoutInSeconds, CustomEventData: customEventData } = given;
    const arn = arnOf('gamelift', place, `gamesessionqueue/${name}`);
    const destinations = given.Destinations.flatMap(({ DestinationArn }) => DestinationArn ?? []);
    const queue = { name, arn, timeoutInSeconds, destinations, customEventData, createdAt: clock.now() };
    resources.queues.set(name, queue);
    return { ref: name, attributes: { Name: name, Arn: arn } };
  },
});
