import type { MapNode } from '../../../api/map.ts';
import { hrefOf } from '../../router/place.ts';

/** Where an object of the map is shown: the logs of a function, the executions of a state machine. */
export function objectHref({ id, kind, name }: MapNode): string {
  if (kind === 'function') return `${bare('logs')}?function=${encodeURIComponent(name)}`;
  if (kind === 'machine') return bare('workflows', name);
  return hrefOf('map', id);
}

/** Without the query of the map. */
function bare(pane: string, ...path: readonly string[]): string {
  return hrefOf(pane, ...path).replace(/\?.*$/, '');
}
