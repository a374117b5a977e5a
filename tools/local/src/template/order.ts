import { TemplateError } from './errors.ts';
import { referencesIn } from './references.ts';
import type { TemplateResource } from './template.ts';

/**
 * Logical ids in an order in which each resource comes after those that it refers to or depends on: first those that need
 * none, then those that need only these, and so on, otherwise as in the template. Each with what it refers to and depends
 * on, names that are no resource among them. Throws TemplateError that spells out a cycle.
 */
export function creationOrder(
  stackName: string,
  resources: Readonly<Record<string, TemplateResource>>,
): Map<string, readonly string[]> {
  const visited = new Map<string, Needs>();
  /** Answers how many resources, each needed by the next, end with this one. */
  const visit = (id: string, path: readonly string[]): number => {
    const resource = resources[id];
    if (resource === undefined) return 0;
    const known = visited.get(id);
    if (known !== undefined) return known.depth;
    if (path.includes(id)) throw cycleError(stackName, [...path.slice(path.indexOf(id)), id]);
    const needed = dependenciesOf(resource);
    const depth = 1 + Math.max(0, ...needed.map((next) => visit(next, [...path, id])));
    visited.set(id, { needed, depth });
    return depth;
  };
  for (const id of Object.keys(resources)) visit(id, []);
  const inOrder = [...visited].toSorted(([, one], [, other]) => one.depth - other.depth);
  return new Map(inOrder.map(([id, { needed }]) => [id, needed]));
}

type Needs = { needed: readonly string[]; depth: number };

function dependenciesOf({ Properties, DependsOn = [] }: TemplateResource): string[] {
  return [...referencesIn(Properties), ...[DependsOn].flat()];
}

function cycleError(stackName: string, cycle: string[]): TemplateError {
  return new TemplateError(stackName, `resources depend on each other: ${cycle.join(' -> ')}`);
}
