import { geoEqualEarth, type GeoProjection } from 'd3-geo';

/** Size of the map in its own units. */
export const [WIDTH, HEIGHT] = [960, 480];
const MARGIN = 4;

/** Where the map is looked at, in degrees, and how many times larger than the whole world. */
export type MapView = { longitude: number; latitude: number; zoom: number };

export const WORLD: MapView = { longitude: 0, latitude: 0, zoom: 1 };
const MOST_ZOOM = 4_000;

const SPHERE = { type: 'Sphere' } as const;
const worldScale = geoEqualEarth()
  .fitExtent(
    [
      [MARGIN, MARGIN],
      [WIDTH - MARGIN, HEIGHT - MARGIN],
    ],
    SPHERE,
  )
  .scale();

/**
 * The Equal Earth projection as it is looked at: areas keep their size, the middle of the view is in the middle. The box
 * of the map has other proportions, so that more than WIDTH and HEIGHT is seen.
 */
export function projectionOf({ longitude, latitude, zoom }: MapView): GeoProjection {
  return geoEqualEarth()
    .rotate([-longitude, 0])
    .center([0, latitude])
    .scale(worldScale * zoom)
    .translate([WIDTH / 2, HEIGHT / 2])
    .clipExtent([
      [-WIDTH, -2 * HEIGHT],
      [2 * WIDTH, 3 * HEIGHT],
    ]);
}

/** Zooms by a factor, about a point of the map, which stays where it is. */
export function zoomed(
  view: MapView,
  factor: number,
  at: [number, number] = [WIDTH / 2, HEIGHT / 2],
): MapView {
  const zoom = Math.min(MOST_ZOOM, Math.max(1, view.zoom * factor));
  if (zoom === 1) return WORLD;
  const held = projectionOf(view).invert?.(at);
  const moved = { ...view, zoom };
  if (!held) return moved;
  const [x, y] = projectionOf(moved)(held) ?? at;
  return panned(moved, at[0] - x, at[1] - y);
}

/** Moves what is seen by units of the map. */
export function panned(view: MapView, dx: number, dy: number): MapView {
  const middle = projectionOf(view).invert?.([WIDTH / 2 - dx, HEIGHT / 2 - dy]);
  if (!middle || !middle.every(Number.isFinite)) return view;
  return { ...view, longitude: middle[0], latitude: Math.min(85, Math.max(-85, middle[1])) };
}

type Place = { longitude: number; latitude: number };

/** A view with all places in sight, of a whole world when there are none. */
export function viewOf(places: readonly Place[]): MapView {
  if (places.length === 0) return WORLD;
  const [west, east] = edges(places.map(({ longitude }) => longitude));
  const [south, north] = edges(places.map(({ latitude }) => latitude));
  const [wide, high] = [Math.max(east - west, 0.05), Math.max(north - south, 0.05)];
  const zoom = Math.min(MOST_ZOOM, 0.6 * Math.min(360 / wide, 150 / high));
  if (zoom <= 1) return WORLD;
  return { longitude: (west + east) / 2, latitude: (south + north) / 2, zoom };
}

function edges(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}
