import { hasPath } from './omit-path.ts';
import { physicalId } from './physical-name.ts';
import type { Created, IgnoredType, ResourceName, ResourceType } from './resource-type.ts';
import type { StackTemplate, TemplateResource } from './template.ts';

/** Reasons that several types share. */
export const DESCRIBES = 'only describes the resource';
export const NETWORK = 'every process of the stack reaches the others over the loopback interface';
export const NOT_DELETED = 'data is deleted by --reset only';

/** Attributes of any resource that are ignored. */
const ignoredAttributes: Readonly<Record<string, string>> = {
  DeletionPolicy: NOT_DELETED,
  UpdateReplacePolicy: NOT_DELETED,
  Metadata: DESCRIBES,
};

/** Something in the templates that the stack ignores; `what`: a type, `<type> <property>` or an attribute. */
export type IgnoredNote = { what: string; count: number; reason: string };

/** What the stack knows of each type. */
export type KnownTypes = {
  ignored: ReadonlyMap<string, IgnoredType>;
  supported: ReadonlyMap<string, Pick<ResourceType<unknown>, 'ignored'>>;
};

/** Every note that applies to these stacks, for the stack to print when it starts. */
export function ignoredNotes(stacks: readonly StackTemplate[], types: KnownTypes): IgnoredNote[] {
  const notes = new Map<string, IgnoredNote>();
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  for (const [what, reason] of resources.flatMap((resource) => notesOf(resource, types)))
    notes.set(what, { what, reason, count: (notes.get(what)?.count ?? 0) + 1 });
  return [...notes.values()];
}

function notesOf(resource: TemplateResource, { ignored, supported }: KnownTypes): [string, string][] {
  const type = ignored.get(resource.Type);
  if (type !== undefined) return [[resource.Type, type.reason]];
  const attributes = Object.entries(ignoredAttributes).filter(([name]) => name in resource);
  const properties = Object.entries(supported.get(resource.Type)?.ignored ?? {})
    .filter(([path]) => hasPath(resource.Properties, path))
    .map(([path, reason]): [string, string] => [`${resource.Type} ${path}`, reason]);
  return [...attributes, ...properties];
}

/** The notes as lines, one per reason: `<reason>: <what>, <what>`. */
export function ignoredLines(notes: readonly IgnoredNote[]): string[] {
  const byReason = Map.groupBy(notes, ({ reason }) => reason);
  return [...byReason].map(([reason, group]) => `${reason}: ${group.map(({ what }) => what).join(', ')}`);
}

/** Stands in for an ignored resource: ids that look right and are the same on every run. */
export function ignoredResource(type: IgnoredType, resource: ResourceName): Created {
  const ref = `${type.idPrefix}-0${physicalId(resource, 16)}`;
  return { ref, attributes: Object.fromEntries((type.attributes ?? []).map((name) => [name, ref])) };
}
