import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { geoGraticule10, geoPath, type GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import landTopology from 'world-atlas/land-110m.json' with { type: 'json' };
import type { RidesState } from '../../../api/rides.ts';
import { queryValue, setQueryValue } from '../../router/place.ts';
import { HEIGHT, type MapView, panned, projectionOf, viewOf, WIDTH, WORLD, zoomed } from './projection.ts';
import { MapDots } from './map-dots.tsx';
import { texts } from './texts.ts';

/** The land of the earth at 1:110 million. Its type is that of the format, which TypeScript does not see in JSON. */
const topology = landTopology as object as Topology<{ land: GeometryCollection }>;
const land = feature(topology, topology.objects.land);
const GRATICULE = geoGraticule10();
const SPHERE = { type: 'Sphere' } as const;
/** A pointer that moves no further has clicked. */
const CLICK_PX = 4;

type WorldMapProps = {
  state: RidesState;
  openId: string | undefined;
  onAsk(latitude: number, longitude: number): void;
};

/** The world with unicorns and riders; it is moved by dragging, and a click asks for a ride. */
export function WorldMap({ state, openId, onAsk }: WorldMapProps) {
  const t = texts();
  const svg = useRef<SVGSVGElement>(null);
  const view = viewIn(queryValue('view'));
  const show = (next: MapView) => setQueryValue('view', next.zoom === 1 ? '' : written(next));
  const dragged = useSignal<{ x: number; y: number; view: MapView; isMoved: boolean }>();
  const { longitude, latitude, zoom } = view;
  const projection = useMemo(() => projectionOf(view), [longitude, latitude, zoom]);
  const paths = useMemo(() => {
    const path = geoPath(projection).digits(1);
    return { sphere: path(SPHERE), graticule: path(GRATICULE), land: path(land) };
  }, [projection]);
  const open = state.rides.find(({ id }) => id === openId);
  useEffect(() => {
    const unicorn = state.unicorns.find(({ rideId }) => rideId === open?.id);
    if (open) show(viewOf(unicorn ? [open, unicorn] : [open]));
  }, [open?.id]);

  const pointOf = ({ clientX, clientY }: MouseEvent): [number, number] => {
    const box = svg.current?.getBoundingClientRect();
    if (!box) return [WIDTH / 2, HEIGHT / 2];
    // The map keeps its proportions in the middle of its box.
    const scale = Math.min(box.width / WIDTH, box.height / HEIGHT);
    const left = box.left + (box.width - WIDTH * scale) / 2;
    const top = box.top + (box.height - HEIGHT * scale) / 2;
    return [(clientX - left) / scale, (clientY - top) / scale];
  };
  const onPointerMove = (event: PointerEvent) => {
    const from = dragged.value;
    if (!from || event.buttons !== 1) return;
    const [x, y] = pointOf(event);
    const isMoved = from.isMoved || Math.hypot(x - from.x, y - from.y) > CLICK_PX;
    dragged.value = { ...from, isMoved };
    if (isMoved && from.view.zoom > 1) show(panned(from.view, x - from.x, y - from.y));
  };
  const onPointerUp = (event: PointerEvent) => {
    const from = dragged.value;
    dragged.value = undefined;
    if (!from || from.isMoved || event.button !== 0) return;
    const place = projection.invert?.(pointOf(event));
    if (place && isOnEarth(projection, place, pointOf(event))) onAsk(place[1], place[0]);
  };
  return (
    <figure class="world-map">
      <figcaption class="toolbar">
        <button onClick={() => show(zoomed(view, 2))} aria-label={t.zoomIn}>
          +
        </button>
        <button onClick={() => show(zoomed(view, 0.5))} aria-label={t.zoomOut} disabled={zoom === 1}>
          −
        </button>
        <button onClick={() => show(WORLD)}>{t.world}</button>
        <button onClick={() => show(viewOf(state.unicorns))} disabled={state.unicorns.length === 0}>
          {t.fleet}
        </button>
        <span class="muted">{t.clickToAsk}</span>
      </figcaption>
      <svg
        ref={svg}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t.map(state.unicorns.length, state.rides.length)}
        onPointerDown={(event) => {
          const [x, y] = pointOf(event);
          dragged.value = { x, y, view, isMoved: false };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onWheel={(event) => {
          event.preventDefault();
          show(zoomed(view, event.deltaY < 0 ? 1.4 : 1 / 1.4, pointOf(event)));
        }}
      >
        <path class="sea" d={paths.sphere ?? ''} />
        <path class="graticule" d={paths.graticule ?? ''} />
        <path class="land" d={paths.land ?? ''} />
        <MapDots state={state} projection={projection} openId={openId} />
      </svg>
    </figure>
  );
}

/** Beside the earth a point is of no place: the place that comes out for it lies elsewhere. */
function isOnEarth(projection: GeoProjection, place: [number, number], [x, y]: [number, number]): boolean {
  const [east, north] = place;
  if (!(Math.abs(east) <= 180 && Math.abs(north) <= 90)) return false;
  const [againX, againY] = projection(place) ?? [Number.NaN, Number.NaN];
  return Math.hypot(againX - x, againY - y) < 1;
}

function written({ longitude, latitude, zoom }: MapView): string {
  return [longitude.toFixed(3), latitude.toFixed(3), zoom.toPrecision(4)].map(Number).join(',');
}

function viewIn(text: string): MapView {
  const [longitude = Number.NaN, latitude = Number.NaN, zoom = Number.NaN] = text.split(',').map(Number);
  const isView = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom > 1 && zoom <= 4_000;
  return isView ? { longitude, latitude, zoom } : WORLD;
}
