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
