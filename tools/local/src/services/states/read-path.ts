/** What lies at a reference path such as `$.decision.afterSeconds`; undefined when nothing does. */
export function readPath(value: unknown, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<unknown>(
      (holder, name) =>
        typeof holder === 'object' && holder !== null && name in holder
          ? Object.entries(holder).find(([key]) => key === name)?.[1]
          : undefined,
      value,
    );
}
