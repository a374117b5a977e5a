import type { RestEvent } from '@hanok/events';

/** A header of the request, whatever the case of its name; undefined when it is not there. */
export function requestHeader(event: RestEvent, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(event.headers ?? {}).find(([each]) => each.toLowerCase() === wanted)?.[1];
}
