import type { SeededRandom } from '@hanok/testing';
import type { Position } from '../position.ts';

/** Draws places of one kind. */
type Places = (random: SeededRandom) => Position;

const at = (Latitude: number, Longitude: number): Position => ({
  Latitude: Math.min(90, Math.max(-90, Latitude)),
  Longitude: ((Longitude + 540) % 360) - 180,
});
const around = (centre: Position, degrees: number, random: SeededRandom): Position =>
  at(centre.Latitude + degrees * (random.next() - 0.5), centre.Longitude + degrees * (random.next() - 0.5));
const CITIES = [at(47.6, -122.3), at(37.57, 126.98), at(-36.85, 174.76), at(0, 0), at(64.1, -21.9)];

/** Places as they are and as they are hardest: poles, the antimeridian, corners of the cube, ties, crowds. */
export const PLACES = {
  everywhere: (random) => at((Math.asin(2 * random.next() - 1) * 180) / Math.PI, 360 * random.next() - 180),
  'at the north pole': (random) => at(90 - 0.01 * random.next(), 360 * random.next() - 180),
  'at the south pole': (random) => at(-90 + 5 * random.next() ** 4, 360 * random.next() - 180),
  'on the poles': (random) => at(random.between(0, 1) * 180 - 90, random.between(-180, 180)),
  'along the antimeridian': (random) => at(180 * random.next() - 90, 180 + 0.02 * (random.next() - 0.5)),
  'on the antimeridian': (random) => ({
    Latitude: random.between(-9, 9),
    Longitude: random.between(0, 1) * 360 - 180,
  }),
  'in cities': (random) => around(CITIES[random.between(0, CITIES.length - 1)] ?? at(0, 0), 0.3, random),
  'at one depot': () => at(47.6174755835663, -122.28837066650185),
  'around a corner of the cube': (random) => around(at(35.264389683, 45), 0.001, random),
  'on a coarse grid, where distances are equal': (random) => ({
    Latitude: 45 * random.between(-2, 2),
    Longitude: 45 * random.between(-4, 4),
  }),
  'on a street, every metre': (random) => at(0, random.between(-50, 50) * 0.00001),
} satisfies Record<string, Places>;

export const PLACE_NAMES = Object.keys(PLACES) as (keyof typeof PLACES)[]; // The keys of a record are its names.
