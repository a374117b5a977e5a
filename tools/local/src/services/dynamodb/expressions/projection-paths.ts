import { invalidExpression, type Placeholders } from './placeholders.ts';

/**
 * Throws a ValidationException in DynamoDB's words for two paths of a projection of which one takes an attribute for a
 * map and the other for a list, which the engine lets pass.
 */
export function checkProjection(text: string, { names }: Placeholders): void {
  const paths = text.split(',').map((path) => stepsOf(path.trim(), names));
  const kinds = new Map<string, { path: readonly string[]; isIndex: boolean }>();
  for (const path of paths)
    for (const [depth, step] of path.entries()) {
      if (depth === 0) continue;
      const parent = JSON.stringify(path.slice(0, depth));
      const isIndex = step.startsWith('[');
      const other = kinds.get(parent);
      if (other !== undefined && other.isIndex !== isIndex)
        throw invalidExpression(
          `Invalid ProjectionExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ${shown(other.path)}, path two: ${shown(path)}`,
        );
      kinds.set(parent, { path, isIndex });
    }
}

/** The attributes of the item that a projection names, with whatever is in them. */
export function projectedNames(text: string, { names }: Placeholders): ReadonlySet<string> {
  return new Set(text.split(',').flatMap((path) => stepsOf(path.trim(), names).slice(0, 1)));
}

/** `a.#b[0]` as `a`, the name of `#b`, and `[0]`. */
function stepsOf(path: string, names: Placeholders['names']): string[] {
  return (path.match(/\[\d+\]|[^.[\]]+/g) ?? []).map((step) => names[step] ?? step);
}

function shown(path: readonly string[]): string {
  return `[${path.join(', ')}]`;
}
