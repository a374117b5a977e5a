import { TemplateError } from './errors.ts';
import { referencesIn } from './references.ts';
import type { TemplateResource } from './template.ts';

/**
 * Logical ids in an order in which each resource comes after those that it refers to or depends on; otherwise as in
 * the template. Names that are no resource are passed over. Throws TemplateError that spells out a cycle.
 */
export function creationOrder(
  stackName: string,
  resources: Readonly<Record<string, TemplateResource>>,
): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    const resource = resources[id];
    if (resource === undefined || ordered.has(id)) return;
    if (path.includes(id)) throw cycleError(stackName, [...path.slice(path.indexOf(id)), id]);
    for (const next of dependenciesOf(resource)) visit(next, [...path, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return [...ordered];
}

/** The names in a resource, most of them logical ids, that come before it. */
export function dependenciesOf(resource: TemplateResource | undefined): string[] {
  if (resource === undefined) return [];
  const { Properties, DependsOn = [] } = resource;
  return [...referencesIn(Properties), ...[DependsOn].flat()];
}

function cycleError(stackName: string, cycle: string[]): TemplateError {
  return new TemplateError(stackName, `resources depend on each other: ${cycle.join(' -> ')}`);
}
