import type { MapNode } from '../../../api/map.ts';
import { hrefOf } from '../../router/place.ts';

/** Where an object of the map is shown: the logs of a function, the data of a queue. */
export function objectHref({ id, kind, name }: MapNode): string {
  if (kind === 'function') return `${bare('logs')}?function=${encodeURIComponent(name)}`;
  if (kind === 'machine') return bare('workflows', name);
  const folder = FOLDERS[kind];
  return folder === undefined ? hrefOf('map', id) : bare('data', folder, name);
}

/** Names of the lists in the pane of data. */
const FOLDERS: Readonly<Partial<Record<MapNode['kind'], string>>> = {
  table: 'tables',
  queue: 'queues',
  bucket: 'buckets',
};

/** Without the query of the map. */
function bare(pane: string, ...path: readonly string[]): string {
  return hrefOf(pane, ...path).replace(/\?.*$/, '');
}
