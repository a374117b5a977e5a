import { TemplateError } from './errors.ts';
import { referencesIn } from './references.ts';
import type { TemplateResource } from './template.ts';

/**
 * Logical ids in an order in which each resource comes after those that it refers to or depends on, otherwise as in the
 * template; each with what it refers to and depends on, names that are no resource among them. Throws TemplateError that
 * spells out a cycle.
 */
export function creationOrder(
  stackName: string,
  resources: Readonly<Record<string, TemplateResource>>,
): Map<string, readonly string[]> {
  const ordered = new Map<string, readonly string[]>();
  const visit = (id: string, path: readonly string[]): void => {
    const resource = resources[id];
    if (resource === undefined || ordered.has(id)) return;
    if (path.includes(id)) throw cycleError(stackName, [...path.slice(path.indexOf(id)), id]);
    const needed = dependenciesOf(resource);
    for (const next of needed) visit(next, [...path, id]);
    ordered.set(id, needed);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return ordered;
}

function dependenciesOf({ Properties, DependsOn = [] }: TemplateResource): string[] {
  return [...referencesIn(Properties), ...[DependsOn].flat()];
}

function cycleError(stackName: string, cycle: string[]): TemplateError {
  return new TemplateError(stackName, `resources depend on each other: ${cycle.join(' -> ')}`);
}
