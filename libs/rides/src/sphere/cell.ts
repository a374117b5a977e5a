import type { Position } from '../position.ts';
import { EARTH_RADIUS } from './great-circle.ts';
import { type Vector, vectorOf } from './vector.ts';

/**
 * A part of the sphere: the digit of a face of the cube around it (0 to 5), then a digit (0 to 3) for the quarter at
 * each level, such as `3012`. A cell holds the cells whose text begins with its own; poles and antimeridian are
 * points and lines like others. As in S2, quarters are cut by angle, so cells of a level are about equally large.
 * https://s2geometry.io/devguide/s2cell_hierarchy
 */
export type Cell = string;

/** The smallest cells: 0.6 m wide. */
export const DEEPEST_LEVEL = 24;

export const FACES: readonly Cell[] = ['0', '1', '2', '3', '4', '5'];

export function levelOf(cell: Cell): number {
  return cell.length - 1;
}

/** About how wide a cell is, in metres: a face is a quarter of the way around. */
export function widthOf(cell: Cell): number {
  return ((Math.PI / 2) * EARTH_RADIUS) / 2 ** levelOf(cell);
}

export function quartersOf(cell: Cell): Cell[] {
  return ['0', '1', '2', '3'].map((quarter) => cell + quarter);
}

/** The smallest cell that holds the position. */
export function cellAt(position: Position): Cell {
  const vector = vectorOf(position);
  const axis = largestAxis(vector);
  const major = component(vector, axis);
  const i = stepOf(component(vector, axis + 1) / Math.abs(major));
  const j = stepOf(component(vector, axis + 2) / Math.abs(major));
  let cell = String(major < 0 ? axis + 3 : axis);
  for (let bit = DEEPEST_LEVEL - 1; bit >= 0; bit -= 1) cell += 2 * ((i >> bit) & 1) + ((j >> bit) & 1);
  return cell;
}

/** Where a cell lies on the plane of its face: the face's axis and side of the cube, and two ranges in [-1, 1]. */
type CellBounds = {
  axis: number;
  side: 1 | -1;
  u: readonly [number, number];
  v: readonly [number, number];
};

/** `u` runs along the axis after the face's own, `v` along the one after that. */
export function boundsOf(cell: Cell): CellBounds {
  const face = Number(cell[0]);
  let i = 0;
  let j = 0;
  for (const digit of cell.slice(1)) {
    i = 2 * i + (Number(digit) >> 1);
    j = 2 * j + (Number(digit) & 1);
  }
  const width = 2 ** levelOf(cell);
  return {
    axis: face % 3,
    side: face < 3 ? 1 : -1,
    u: [planeAt(i / width), planeAt((i + 1) / width)],
    v: [planeAt(j / width), planeAt((j + 1) / width)],
  };
}

/** The component of the axis, counted on around x, y, z. */
function component(vector: Vector, axis: number): number {
  const [x, y, z] = vector;
  return [x, y, z, x, y][axis] ?? 0;
}

function largestAxis(vector: Vector): number {
  const [x, y, z] = vector.map(Math.abs) as [number, number, number]; // As many as the vector has.
  if (x >= y && x >= z) return 0;
  return y >= z ? 1 : 2;
}

/** The column, or row, of the smallest cells at a place from -1 to 1 on the face's plane. */
function stepOf(place: number): number {
  const share = (Math.atan(place) / (Math.PI / 4) + 1) / 2;
  return Math.min(2 ** DEEPEST_LEVEL - 1, Math.max(0, Math.floor(share * 2 ** DEEPEST_LEVEL)));
}

/** The place on the plane at a share (0 to 1) of the face's angle. */
function planeAt(share: number): number {
  return Math.tan((2 * share - 1) * (Math.PI / 4));
}
