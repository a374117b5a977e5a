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
export type Position = z.infer<typeof position>;

/** The body of `POST /ride`. Other fields are passed over. */
export const rideRequest = z.object({ PickupLocation: position });
export type RideRequest = z.infer<typeof rideRequest>;
