import * as z from 'zod/mini';
import { position } from './position.ts';

/** The body of `POST /ride`. Other fields are passed over. */
export const rideRequest = z.object({ PickupLocation: position });

/** What the answer to `POST /ride` tells of the ride. */
export const rideAnswer = z.object({
  /** 16 random bytes as unpadded base64url: 22 characters. */
  RideId: z.string(),
  Unicorn: z.object({ Name: z.string(), Color: z.string(), Gender: z.string() }),
  UnicornName: z.string(),
  /** Such as `30 seconds`. */
  Eta: z.string(),
  /** The user's name in the user pool. */
  Rider: z.string(),
});
/** A ride with the unicorn that comes, and in what time. */
export type RideAnswer = z.infer<typeof rideAnswer>;
