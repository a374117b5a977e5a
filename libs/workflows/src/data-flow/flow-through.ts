import type { Branch, MapState, State, Task } from '../state.ts';
import { choiceExits } from './choice-exits.ts';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import { misfits } from './misfits.ts';
import { payloadShape } from './parameters.ts';
import { shapeAt } from './reference-path.ts';
import { exitsOf, functionOutput } from './state-exits.ts';

/** How data of one shape goes through the states: what does not fit, and the shapes that come out at the end. */
type Flow = { problems: string[]; outputs: JsonSchema[] };

/** Follows `input` along every path, each state once per shape that reaches it. */
export function flowThrough(branch: Branch, input: JsonSchema): Flow {
  const flow: Flow = { problems: [], outputs: [] };
  const seen = new Set<string>();
  const open = [{ name: branch.StartAt, input }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const state = branch.States[next.name];
    const key = JSON.stringify(next);
    if (state === undefined || seen.has(key)) continue;
    seen.add(key);
    const { problems, result } = enter(state, next.input);
    flow.problems.push(...problems.map((problem) => `${next.name}: ${problem}`));
    for (const { to, data } of exitsOf(state, next.input, result)) {
      if (to === undefined) flow.outputs.push(data);
      else open.push({ name: to, input: data });
    }
  }
  return flow;
}

function enter(state: State, input: JsonSchema): { problems: string[]; result: JsonSchema } {
  switch (state.Type) {
    case 'Task':
      return enterTask(state, input);
    case 'Pass':
      return {
        problems: state.Parameters ? missingIn(payloadShape(state.Parameters, input)) : [],
        result: {},
      };
    case 'Parallel': {
      const flows = state.Branches.map((each) => flowThrough(each, input));
      const prefixItems = flows.map(({ outputs }) => ({ anyOf: outputs }));
      return { problems: flows.flatMap(({ problems }) => problems), result: { type: 'array', prefixItems } };
    }
    case 'Map':
      return enterMap(state, input);
    case 'Choice':
      return { problems: choiceExits(state, input).problems, result: {} };
    case 'Wait':
      return { problems: waitProblems(state, input), result: {} };
    default:
      return { problems: [], result: {} };
  }
}

function enterTask(state: Task<string>, input: JsonSchema) {
  const payload = state.Parameters ? payloadShape(state.Parameters, input) : { shape: input, missing: [] };
  const unfit = misfits(payload.shape, jsonSchemaOf(state.Function.input, 'input'));
  return { problems: [...missingIn(payload), ...unfit], result: functionOutput(state) };
}

function missingIn({ missing }: { missing: readonly string[] }): string[] {
  return missing.map((path) => `${path} may be missing`);
}

function enterMap({ ItemsPath, ItemProcessor }: MapState<string>, input: JsonSchema) {
  const list = ItemsPath === undefined ? input : shapeAt(input, ItemsPath);
  if (list?.type !== 'array') return { problems: [`${ItemsPath ?? '$'} is no list`], result: {} };
  const { problems, outputs } = flowThrough(ItemProcessor, list.items ?? {});
  return { problems, result: { type: 'array', items: { anyOf: outputs } } };
}

function waitProblems(state: State & { Type: 'Wait' }, input: JsonSchema): string[] {
  if (state.SecondsPath === undefined) return [];
  const seconds = shapeAt(input, state.SecondsPath);
  if (seconds === undefined) return [`${state.SecondsPath} may be missing`];
  return misfits(seconds, { type: 'integer', minimum: 0 }, state.SecondsPath);
}
