import type { Unicorn } from './unicorn.ts';

const SPEED = { SpeedMps: 25 };

/** The three unicorns of the Wild Rydes tutorial, waiting around Seattle, where its map opens. */
export const TUTORIAL_FLEET: readonly Unicorn[] = [
  {
    UnicornId: 'bucephalus',
    ...{ Name: 'Bucephalus', Color: 'Golden', Gender: 'Male' },
    ...{ Latitude: 47.6113, Longitude: -122.2906, ...SPEED },
  },
  {
    UnicornId: 'shadowfax',
    ...{ Name: 'Shadowfax', Color: 'White', Gender: 'Male' },
    ...{ Latitude: 47.6205, Longitude: -122.3493, ...SPEED },
  },
  {
    UnicornId: 'rocinante',
    ...{ Name: 'Rocinante', Color: 'Yellow', Gender: 'Female' },
    ...{ Latitude: 47.6649, Longitude: -122.2575, ...SPEED },
  },
];
