import { callerId, cognitoClaims } from '@hanok/events';
import { created, fingerprint, KEY_REUSED, route, type Route, unavailable } from '@hanok/lambda';
import { rideRequest } from './ride-answer.ts';
import { type DispatchOptions, dispatchRides } from './dispatch-ride.ts';

/**
 * `POST /ride`: the nearest free unicorn for the signed-in rider. 201 with the ride; 422 when the Idempotency-Key
 * stands for another body; 503 with `Retry-After` when no unicorn is free.
 */
export function requestRide(options: DispatchOptions): readonly Route[] {
  const dispatch = dispatchRides(options);
  return [
    route({
      httpMethod: 'POST',
      resource: '/ride',
      body: rideRequest,
      claims: cognitoClaims,
      idempotencyKey: true,
      handle: async ({ body, claims, idempotencyKey, requestId }, signal) => {
        const rider = { id: callerId(claims), name: claims['cognito:username'] };
        const receiptId = receiptIdOf(rider.id, idempotencyKey, requestId);
        const request = { receiptId, fingerprint: fingerprint(body) };
        const dispatched = await dispatch({ rider, pickup: body.PickupLocation, request }, signal);
        if (dispatched.kind === 'reused') return KEY_REUSED;
        if (dispatched.kind === 'none')
          return unavailable('No unicorn is free', dispatched.retryAfterSeconds);
        return created(dispatched.answer);
      },
    }),
  ];
}

/**
 * A key is the rider's own. Without one the invocation's id tells when Lambda runs the same request again. As a
 * fingerprint, so that it is never too long for a key of a table, and a table tells neither riders nor their keys.
 */
function receiptIdOf(riderId: string, key: string | undefined, requestId: string): string {
  return fingerprint(key === undefined ? { riderId, requestId } : { riderId, key });
}
