import * as z from 'zod/mini';

/** Degrees between the bounds, both included, kept to nine decimals: a tenth of a millimetre. */
function degrees(bound: number) {
  return z.pipe(
    z.number().check(z.minimum(-bound), z.maximum(bound)),
    z.transform((value) => Math.round(value * 1e9) / 1e9),
  );
}

/** A place on the earth in degrees, north and east positive. */
export const position = z.object({ Latitude: degrees(90), Longitude: degrees(180) });
/** Degrees of latitude and longitude. */
export type Position = z.infer<typeof position>;

/** The body of `POST /ride`. Other fields are passed over. */
export const rideRequest = z.object({ PickupLocation: position });
/** Where a rider is to be picked up. */
export type RideRequest = z.infer<typeof rideRequest>;

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
