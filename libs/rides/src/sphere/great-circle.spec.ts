import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EARTH_RADIUS, greatCircle } from './great-circle.ts';
import { angle, vectorOf } from './vector.ts';

const place = fc.record({
  Latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  Longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});
const at = (Latitude: number, Longitude: number) => ({ Latitude, Longitude });
const HALF_WAY_AROUND = Math.PI * EARTH_RADIUS;
const DEGREE = HALF_WAY_AROUND / 180;

describe('greatCircle', () => {
  it.each([
    ['a degree of latitude', at(10, 20), at(11, 20), DEGREE],
    ['a degree of longitude on the equator', at(0, 20), at(0, 21), DEGREE],
    ['a degree of longitude at 60 degrees', at(60, 0), at(60, 1), 55_597.010_865],
    ['two degrees across the antimeridian', at(0, 179), at(0, -179), 2 * DEGREE],
    ['two names of one place on the antimeridian', at(5, 180), at(5, -180), 0],
    ['two names of the north pole', at(90, 17), at(90, -120), 0],
    ['over the pole', at(89, 0), at(89, 180), 2 * DEGREE],
    ['from pole to pole', at(90, 0), at(-90, 77), HALF_WAY_AROUND],
    ['between antipodes', at(47.6, -122.3), at(-47.6, 57.7), HALF_WAY_AROUND],
    ['almost between antipodes', at(0, 0), at(0.00001, 180), HALF_WAY_AROUND - DEGREE / 100_000],
    ['a millimetre', at(0, 0), at(0, 0.001 / DEGREE), 0.001],
  ])('is for %s, in metres, right', (_case, from, to, metres) => {
    expect(Math.abs(greatCircle(from, to) - metres)).toBeLessThan(0.000_1);
  });

  it('is the angle between the directions from the centre, times the radius, to a tenth of a millimetre', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const metres = angle(vectorOf(from), vectorOf(to)) * EARTH_RADIUS;
        expect(Math.abs(greatCircle(from, to) - metres)).toBeLessThan(0.000_1);
      }),
    );
  });

  it('is the same both ways to the last bit, and nothing to the place itself', () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        expect(greatCircle(from, to)).toBe(greatCircle(to, from));
        expect(greatCircle(from, from)).toBe(0);
      }),
    );
  });

  it('is never longer than by way of a third place, nor than half way around', () => {
    fc.assert(
      fc.property(place, place, place, (from, via, to) => {
        const direct = greatCircle(from, to);
        expect(direct).toBeLessThanOrEqual(greatCircle(from, via) + greatCircle(via, to) + 0.001);
        expect(direct).toBeLessThanOrEqual(HALF_WAY_AROUND + 0.001);
      }),
    );
  });

  it('does not change when the earth is turned or mirrored', () => {
    const degrees = fc.integer({ min: -180, max: 180 });
    fc.assert(
      fc.property(place, place, degrees, (from, to, turn) => {
        const turned = ({ Latitude, Longitude }: typeof from) => at(-Latitude, Longitude + turn);
        expect(Math.abs(greatCircle(turned(from), turned(to)) - greatCircle(from, to))).toBeLessThan(0.001);
      }),
    );
  });
});
