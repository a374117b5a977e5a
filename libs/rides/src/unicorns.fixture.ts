import type { Unicorn } from './unicorn.ts';

/** A free unicorn whose name is its id. */
export const unicornAt = (UnicornId: string, Latitude: number, Longitude: number): Unicorn => ({
  UnicornId,
  ...{ Name: UnicornId, Color: 'White', Gender: 'Female' },
  ...{ Latitude, Longitude, SpeedMps: 25 },
});
