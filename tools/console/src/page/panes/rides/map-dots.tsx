import type { GeoProjection } from 'd3-geo';
import type { RideOnMap, RidesState, UnicornOnMap } from '../../../api/rides.ts';
import { now } from '../../data/live.ts';
import { leaseLeft, leaseText, rideState } from './lease.ts';
import { HEIGHT, WIDTH } from './projection.ts';
import { texts } from './texts.ts';

/** Names would hide each other where there are more. */
const MOST_NAMES = 30;
const NAMED_FROM_SCALE = 3_000;
const RING = 9;

type MapDotsProps = { state: RidesState; projection: GeoProjection; openId: string | undefined };
type Point = [number, number];

/** Unicorns as dots, riders as squares; a ring runs out with the lease that binds the two. */
export function MapDots({ state: { unicorns, rides }, projection, openId }: MapDotsProps) {
  const pointOf = (place: { longitude: number; latitude: number }): Point | undefined => {
    const point = projection([place.longitude, place.latitude]);
    return point && isInSight(point) ? point : undefined;
  };
  const hasNames = unicorns.length <= MOST_NAMES && projection.scale() > NAMED_FROM_SCALE;
  const active = rides.filter((ride) => rideState(ride, now.value) === 'Requested' || ride.id === openId);
  const byRide = new Map(rides.map((ride) => [ride.id, ride]));
  return (
    <>
      {active.map((ride) => {
        const at = pointOf(ride);
        const unicorn = unicorns.find(({ rideId }) => rideId === ride.id);
        return (
          at && (
            <Rider
              key={ride.id}
              ride={ride}
              at={at}
              to={unicorn && pointOf(unicorn)}
              isOpen={ride.id === openId}
              hasName={hasNames}
            />
          )
        );
      })}
      {unicorns.map((unicorn) => {
        const at = pointOf(unicorn);
        const ride = byRide.get(unicorn.rideId ?? '');
        return at && <Unicorn key={unicorn.id} unicorn={unicorn} ride={ride} at={at} hasName={hasNames} />;
      })}
    </>
  );
}

function isInSight([x, y]: Point): boolean {
  return x > -WIDTH && x < 2 * WIDTH && y > -2 * HEIGHT && y < 3 * HEIGHT;
}

type RiderProps = { ride: RideOnMap; at: Point; to: Point | undefined; isOpen: boolean; hasName: boolean };

function Rider({ ride, at: [x, y], to, isOpen, hasName }: RiderProps) {
  const size = isOpen ? 10 : 7;
  return (
    <g class={isOpen ? 'rider open' : 'rider'} data-ride={ride.id}>
      {to && <line x1={x} y1={y} x2={to[0]} y2={to[1]} />}
      <rect x={x - size / 2} y={y - size / 2} width={size} height={size}>
        <title>{`${ride.rider}: ${ride.unicorn}`}</title>
      </rect>
      {hasName && (
        <text x={x + 9} y={y + 14}>
          {ride.rider}
        </text>
      )}
    </g>
  );
}

type UnicornProps = { unicorn: UnicornOnMap; ride: RideOnMap | undefined; at: Point; hasName: boolean };

function Unicorn({ unicorn, ride, at: [x, y], hasName }: UnicornProps) {
  const t = texts();
  const isTaken = unicorn.rideId !== undefined;
  const left = ride && rideState(ride, now.value) === 'Requested' ? leaseLeft(ride, now.value) : 0;
  const lease = ride ? leaseText(ride, now.value) : '';
  return (
    <g class={isTaken ? 'unicorn taken' : 'unicorn'} data-unicorn={unicorn.id}>
      {left > 0 && (
        <circle
          class="lease"
          r={RING}
          cx={x}
          cy={y}
          pathLength={1}
          stroke-dasharray={`${left.toFixed(3)} 1`}
          transform={`rotate(-90 ${x} ${y})`}
        />
      )}
      <circle class="dot-mark" r={4.5} cx={x} cy={y}>
        <title>{`${unicorn.name}: ${isTaken ? `${t.taken} ${lease}` : t.free}`}</title>
      </circle>
      {hasName && (
        <text x={x + 13} y={y + 4}>
          {unicorn.name} {lease}
        </text>
      )}
    </g>
  );
}
