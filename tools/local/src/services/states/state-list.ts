import * as z from 'zod';

const state = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  Retry: z.array(z.looseObject({ IntervalSeconds: z.number().default(1) })).default([]),
});

/** The part of a state that running it here needs; other fields are the engine's. */
export type ListedState = z.infer<typeof state>;
const graph = z.looseObject({ States: z.record(z.string(), state) });

/** Every state of a definition by name, those of branches and item processors too. */
export function listStates(definition: unknown): [string, ListedState][] {
  const { States = {} } = graph.safeParse(definition).data ?? {};
  return Object.entries(States).flatMap(([name, each]) => {
    const { Branches, ItemProcessor, Iterator } = each;
    const inner = [...(Array.isArray(Branches) ? Branches : []), ItemProcessor, Iterator];
    return [[name, each] as [string, ListedState], ...inner.flatMap(listStates)];
  });
}
