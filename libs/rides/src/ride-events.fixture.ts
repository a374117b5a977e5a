import type { RestEvent } from '@hanok/events';
import { buildRestEvent } from '@hanok/events/testing';
import type { Position } from './position.ts';

/** The tutorial's pickup. */
export const SEATTLE: Position = { Latitude: 47.6174755835663, Longitude: -122.28837066650185 };

/** The claims of a rider, or a name: the rider whom the tutorial's event knows by nothing else. */
export type Rider = string | Readonly<Record<string, unknown>>;

const claimsOf = (rider: Rider) => (typeof rider === 'string' ? { 'cognito:username': rider } : rider);

export function postRide(rider: Rider, pickup: unknown = SEATTLE, key?: string): RestEvent {
  return postBody(rider, JSON.stringify({ PickupLocation: pickup }), key);
}

export function postBody(rider: Rider, body: string, key?: string): RestEvent {
  const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
  return buildRestEvent({ httpMethod: 'POST', resource: '/ride', headers, claims: claimsOf(rider), body });
}

export function getRide(rider: Rider, id: string): RestEvent {
  return rideEvent({ httpMethod: 'GET', resource: '/rides/{id}' }, rider, id);
}

export function postCompletion(rider: Rider, id: string): RestEvent {
  return rideEvent({ httpMethod: 'POST', resource: '/rides/{id}/complete' }, rider, id);
}

function rideEvent(route: { httpMethod: string; resource: string }, rider: Rider, id: string): RestEvent {
  return buildRestEvent({
    ...route,
    claims: claimsOf(rider),
    pathParameters: { id: encodeURIComponent(id) },
  });
}
