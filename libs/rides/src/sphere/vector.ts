import type { Position } from '../position.ts';
import { radians } from './great-circle.ts';

/** A direction from the centre of the sphere: x to latitude 0 and longitude 0, z to the north pole. */
export type Vector = readonly [x: number, y: number, z: number];

/** The unit vector to a position. */
export function vectorOf({ Latitude, Longitude }: Position): Vector {
  const phi = radians(Latitude);
  const lambda = radians(Longitude);
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
}

export function dot([ax, ay, az]: Vector, [bx, by, bz]: Vector): number {
  return ax * bx + ay * by + az * bz;
}

export function cross([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

export function norm([x, y, z]: Vector): number {
  return Math.hypot(x, y, z);
}

/** The angle between two vectors in radians, exact for small and for straight angles too. */
export function angle(a: Vector, b: Vector): number {
  return Math.atan2(norm(cross(a, b)), dot(a, b));
}
