import type { ClockState } from '../../api/clock.ts';
import { now } from './live.ts';
import { apiPath } from './request.ts';
import { useResource } from './use-resource.ts';

/** The time on the clock of the stack, which is known from an earlier moment; goes on once a second. */
export function timeOn(clock: ClockState): number {
  return clock.now + Math.max(0, now.value - clock.realNow) * clock.speed;
}

/** The time on the clock of the stack once it is read; until then real time. */
export function useStackTime(): number {
  const clock = useResource<ClockState>(apiPath(['clock']), ['clock']).value;
  return clock.state === 'ready' ? timeOn(clock.value) : now.value;
}
