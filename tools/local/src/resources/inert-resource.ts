import type { InertType } from './inert.ts';
import { physicalId } from './physical-name.ts';
import type { Created } from './resource-type.ts';

/** Stands in for a resource that is not acted out: ids that look right and are the same on every run. */
export function inertResource(type: InertType, resource: { stackName: string; logicalId: string }): Created {
  const ref = `${type.idPrefix}-0${physicalId(resource, 16)}`;
  return { ref, attributes: Object.fromEntries((type.attributes ?? []).map((name) => [name, ref])) };
}
