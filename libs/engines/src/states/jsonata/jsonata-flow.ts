import type { Flow } from '../flow.ts';
import { contextOf, type Visit } from '../visit.ts';
import { fillValue } from './evaluate.ts';

/** What a state does with its data in JSONata. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
export function jsonataFlow(visit: Visit): Flow {
  const { state, input, thread } = visit;
  const evaluate = (value: unknown, field: string, more: object = {}) =>
    fillValue(value, field, {
      states: { input, context: contextOf(visit), ...more },
      variables: thread.variables,
    });
  const assigned = async (assign: object | undefined, more: object) =>
    assign && ((await evaluate(assign, 'Assign', more)) as object);
  const left = async (
    holder: { Assign?: object; Output?: unknown } | undefined,
    otherwise: unknown,
    more: object,
  ) => ({
    output: holder?.Output === undefined ? otherwise : await evaluate(holder.Output, 'Output', more),
    assigned: await assigned(holder?.Assign, more),
  });
  const hasResult = state.Type === 'Task' || state.Type === 'Map' || state.Type === 'Parallel';

  return {
    input: async () => input,
    parameters: async () => (state.Arguments === undefined ? input : evaluate(state.Arguments, 'Arguments')),
    field: (name) => evaluate((state as Record<string, unknown>)[name], name),
    exit: async (result) => ({
      ...(await left(state, result, hasResult ? { result } : {})),
      next: state.Next,
    }),
    caught: async (catcher, errorOutput) => ({
      ...(await left(catcher, errorOutput, { errorOutput })),
      next: catcher.Next,
    }),
    chosen: async (rule, next) => ({
      ...(await left(rule ?? state, rule === undefined ? input : await outputOf(state.Output), {})),
      next,
    }),
    scope: () => ({ input, context: contextOf(visit), variables: thread.variables }),
    fill: (template, _of, item) =>
      evaluate(template, 'ItemSelector', { context: { ...contextOf(visit), Map: item } }),
  };

  async function outputOf(output: unknown): Promise<unknown> {
    return output === undefined ? input : evaluate(output, 'Output');
  }
}
