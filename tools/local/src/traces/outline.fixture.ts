import type { TraceDetail, TraceSpan } from '@hanok/console';

/**
 * A trace as lines of names, each below what it comes of and in the order of their beginnings. What comes several times
 * in a row stands once, and so does what comes in turn with something else, as a call and its second try do.
 */
export function outline({ tree }: Pick<TraceDetail, 'tree'>): string {
  const known = new Set(tree.map(({ id }) => id));
  const below = Map.groupBy(tree, ({ parent, causes }) =>
    [parent, ...causes].find((id) => known.has(id ?? -1)),
  );
  const linesOf = (of: number | undefined, depth: number): string[] => {
    const all: string[] = [];
    for (const { id, name } of below.get(of) ?? []) {
      const shown = [`${'  '.repeat(depth)}${withoutIds(name)}`, ...linesOf(id, depth + 1)].join('\n');
      const inTurn = shown === all.at(-2) && all.at(-1) === all.at(-3);
      if (inTurn) all.pop();
      else if (shown !== all.at(-1)) all.push(shown);
    }
    return all;
  };
  return linesOf(undefined, 0).join('\n');
}

function withoutIds(name: string): string {
  return name.replace(/rides\/[^/]+/, 'rides/{id}');
}

/** The texts of these that a span was sent or is on, as far as that is kept. */
export function markersIn({ input = '', resource = '' }: TraceSpan, markers: readonly string[]): string[] {
  const text = `${input} ${resource}`;
  return markers.filter((marker) => new RegExp(`${marker}(?![0-9])`).test(text));
}

/** Whether what a span was sent is kept as a whole. */
export function isWhole({ input = '' }: TraceSpan): boolean {
  return !/… \(\d+ characters\)$/.test(input);
}
