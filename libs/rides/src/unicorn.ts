import { parseInput, type SchemaOutput, type StandardSchema } from '@hanok/events';
import * as z from 'zod/mini';
import { position, type Position } from './position.ts';

/** One unicorn of the fleet, where it was last seen, and its speed in metres per second: 0.1 to 10,000. */
export const unicorn = z.extend(position, {
  UnicornId: z.string().check(z.minLength(1)),
  Name: z.string(),
  Color: z.string(),
  Gender: z.string(),
  SpeedMps: z.number().check(z.minimum(0.1), z.maximum(10_000)),
});
/** A unicorn of the fleet. */
export type Unicorn = z.infer<typeof unicorn>;

/** As it is stored, coordinates to nine decimals. Throws `RangeError` naming a bad field. */
export function checkUnicorn(each: Unicorn): Unicorn {
  return check(unicorn, each);
}

/** As it is stored, to nine decimals. Throws `RangeError` naming a bad field. */
export function checkPosition(place: Position): Position {
  return check(position, place);
}

function check<Schema extends StandardSchema>(schema: Schema, input: unknown): SchemaOutput<Schema> {
  const parsed = parseInput(schema, input);
  if (!parsed.ok) throw new RangeError(parsed.reason);
  return parsed.value;
}
