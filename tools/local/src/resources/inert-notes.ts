import type { StackTemplate, TemplateResource } from '../template/template.ts';
import { inertAttributes, inertProperties, inertTypes } from './inert.ts';
import { hasPath } from './omit-path.ts';

/** Something in the templates that the stack does not act out; `what`: a type, `<type> <property>` or an attribute. */
export type InertNote = { what: string; count: number; reason: string };

/** Every note that applies to these stacks, for the stack to print when it starts. */
export function inertNotes(stacks: readonly StackTemplate[]): InertNote[] {
  const notes = new Map<string, InertNote>();
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  for (const [what, reason] of resources.flatMap(notesOf)) {
    notes.set(what, { what, reason, count: (notes.get(what)?.count ?? 0) + 1 });
  }
  return [...notes.values()];
}

function notesOf(resource: TemplateResource): [string, string][] {
  const type = inertTypes[resource.Type];
  if (type !== undefined) return [[resource.Type, type.reason]];
  const attributes = Object.entries(inertAttributes).filter(([name]) => name in resource);
  const properties = Object.entries(inertProperties[resource.Type] ?? {})
    .filter(([path]) => hasPath(resource.Properties, path))
    .map(([path, reason]): [string, string] => [`${resource.Type} ${path}`, reason]);
  return [...attributes, ...properties];
}
