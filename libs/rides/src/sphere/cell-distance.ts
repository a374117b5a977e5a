import type { Position } from '../position.ts';
import { boundsOf, type Cell, cellAt } from './cell.ts';
import { EARTH_RADIUS } from './great-circle.ts';
import { angle, cross, dot, norm, type Vector, vectorOf } from './vector.ts';

/**
 * What the arithmetic of a bound may be off by, in metres, with a million times to spare: a double holds the
 * components of a unit vector to a nanometre of the earth.
 */
const MARGIN = 0.001;

/**
 * Measures from one position to cells: metres that no position in the cell is nearer than, and 0 for a cell that
 * holds the position. Apart from a margin of a millimetre it is the distance to the cell's nearest edge.
 */
export function measureCells(from: Position): (cell: Cell) => number {
  const own = cellAt(from);
  const vector = vectorOf(from);
  return (cell) => {
    if (own.startsWith(cell)) return 0;
    const nearest = Math.min(...edgesOf(cell).map((edge) => angleToEdge(vector, edge)));
    return Math.max(0, nearest * EARTH_RADIUS - MARGIN);
  };
}

/** An arc of a great circle, less than half of it; seen from the tip of `normal` it runs counter-clockwise. */
type Edge = { start: Vector; end: Vector; normal: Vector };

/** Lines on a face's plane are great circles of the sphere, so a cell has four edges that are arcs of such. */
function edgesOf(cell: Cell): Edge[] {
  const { axis, side, u, v } = boundsOf(cell);
  const at = (own: number, alongU: number, alongV: number) => turned([own, alongU, alongV], axis);
  return [
    ...u.map((each) => ({
      start: at(side, each, v[0]),
      end: at(side, each, v[1]),
      normal: at(each, -side, 0),
    })),
    ...v.map((each) => ({
      start: at(side, u[0], each),
      end: at(side, u[1], each),
      normal: at(-each, 0, side),
    })),
  ];
}

/** From components along the face's own axis and the two after it to x, y, z. */
function turned([a, b, c]: Vector, axis: number): Vector {
  if (axis === 0) return [a, b, c];
  return axis === 1 ? [c, a, b] : [b, c, a];
}

/** To the foot of the perpendicular where that lies on the arc, else to the nearer end. */
function angleToEdge(from: Vector, { start, end, normal }: Edge): number {
  const abreast = dot(from, cross(normal, start)) >= 0 && dot(from, cross(end, normal)) >= 0;
  if (abreast) return Math.atan2(Math.abs(dot(from, normal)), norm(cross(from, normal)));
  return Math.min(angle(from, start), angle(from, end));
}
