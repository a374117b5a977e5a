import type { Finding, Module } from './module.ts';

/** Files that import each other in a circle, type-only imports included: one shortest circle per tangle. */
export function circles(modules: readonly Module[]): Finding[] {
  const targets = new Map(modules.map(({ path, imports }) => [path, imports.map((each) => each.path)]));
  const told = new Set<string>();
  return modules.flatMap(({ path }) => {
    if (told.has(path)) return [];
    const circle = shortestCircle(path, targets);
    for (const each of circle) told.add(each);
    return circle.length === 0
      ? []
      : [{ path, problem: `imports itself: ${[...circle, path].join(' -> ')}` }];
  });
}

/** Breadth first, so that the first way back is a shortest one. */
function shortestCircle(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue)
    for (const target of targets.get(path) ?? []) {
      if (target === start) return wayTo(path, start, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  return [];
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let path = end; path !== start; way.unshift(path)) path = cameFrom.get(path) ?? start;
  return way;
}
