import type { Catcher } from './definition.ts';
import type { Flow } from './flow.ts';
import { putAt } from './path/reference-path.ts';
import type { Scope } from './path/scope.ts';
import { fillTemplate, valueAt, valueAtPath } from './template/template.ts';
import { contextOf, type Visit } from './visit.ts';

/** What a state does with its data in JSONPath. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-input-output-filtering.html */
export function pathFlow(visit: Visit): Flow {
  const { state, input: raw, thread } = visit;
  const scope = (input: unknown): Scope => ({
    input,
    context: contextOf(visit),
    variables: thread.variables,
  });
  const through = (path: string | null | undefined, value: unknown) => {
    if (path === undefined) return value;
    return path === null ? {} : valueAtPath(path, scope(value));
  };
  const put = (path: string | null | undefined, result: unknown) => {
    if (path === undefined) return result;
    return path === null ? raw : putAt(raw, path, result);
  };
  const assigned = (assign: object | undefined, of: unknown) =>
    assign && (fillTemplate(assign, scope(of)) as object);
  const input = () => through(state.InputPath, raw);
  const fill = (template: unknown, of: unknown) =>
    template === undefined ? of : fillTemplate(template, scope(of));

  return {
    input: async () => input(),
    parameters: async () => fill(state.Parameters, input()),
    field: async (name) => {
      const path = (state as Record<string, unknown>)[`${name}Path`];
      if (typeof path !== 'string') return (state as Record<string, unknown>)[name];
      const readable = name === 'Error' || name === 'Cause';
      return readable ? valueAt(path, `${name}Path`, scope(input())) : valueAtPath(path, scope(input()));
    },
    exit: async (result) => {
      const selected = fill(state.ResultSelector, result);
      const output = through(state.OutputPath, put(state.ResultPath, selected));
      return { output, assigned: assigned(state.Assign, selected), next: state.Next };
    },
    caught: async (catcher: Catcher, errorOutput) => ({
      output: put(catcher.ResultPath, errorOutput),
      assigned: assigned(catcher.Assign, errorOutput),
      next: catcher.Next,
    }),
    chosen: async (rule, next) => ({
      output: through(state.OutputPath, input()),
      assigned: assigned(rule?.Assign ?? state.Assign, input()),
      next,
    }),
    scope: () => scope(input()),
    fill: async (template, of, item) =>
      fillTemplate(template, { ...scope(of), context: { ...contextOf(visit), Map: item } }),
  };
}
