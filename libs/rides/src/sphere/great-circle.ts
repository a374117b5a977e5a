import type { Position } from '../position.ts';

/** Radius of the mean sphere in metres (R1 of GRS 80). https://en.wikipedia.org/wiki/Earth_radius#Arithmetic_mean_radius */
export const EARTH_RADIUS = 6_371_008.8;

/**
 * Metres between two positions along the sphere, exact to less than a millimetre everywhere: at the poles, across the
 * antimeridian and between antipodes. The same both ways, to the last bit.
 * https://en.wikipedia.org/wiki/Haversine_formula
 */
export function greatCircle(from: Position, to: Position): number {
  const phi1 = radians(from.Latitude);
  const phi2 = radians(to.Latitude);
  const half = radians(to.Longitude - from.Longitude) / 2;
  const across = Math.cos(phi1) * Math.cos(phi2);
  const near = Math.sin((phi2 - phi1) / 2) ** 2 + across * Math.sin(half) ** 2;
  // The haversine of the way to the antipode: 1 - near, without the digits that the subtraction would lose.
  const far = Math.sin((phi2 + phi1) / 2) ** 2 + across * Math.cos(half) ** 2;
  return 2 * EARTH_RADIUS * Math.atan2(Math.sqrt(near), Math.sqrt(far));
}

export function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
