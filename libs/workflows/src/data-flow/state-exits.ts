import type { Catcher, Pass, State } from '../state.ts';
import { choiceExits, type Exit } from './choice-exits.ts';
import { jsonSchemaOf, type JsonSchema, literalShape } from './json-schema.ts';
import { payloadShape } from './parameters.ts';
import { withShapeAt } from './reference-path.ts';

/** What Step Functions hands to a Catch. https://states-language.net/spec.html#error-output */
const ERROR_OUTPUT: JsonSchema = {
  type: 'object',
  properties: { Error: { type: 'string' }, Cause: { type: 'string' } },
  required: ['Error', 'Cause'],
  additionalProperties: false,
};

/** Every way out of a state that is entered with `input`; `result` is what a Task, Parallel or Map state gives. */
export function exitsOf(state: State, input: JsonSchema, result: JsonSchema): Exit[] {
  switch (state.Type) {
    case 'Succeed':
      return [{ to: undefined, data: input }];
    case 'Fail':
      return [];
    case 'Choice':
      return choiceExits(state, input).exits;
    case 'Wait':
      return [{ to: state.Next, data: input }];
    case 'Pass': {
      const given = passed(state, input);
      return [{ to: state.Next, data: placed(input, state.ResultPath, given) }];
    }
    case 'Task':
    case 'Parallel':
    case 'Map':
      return [
        { to: state.Next, data: placed(input, state.ResultPath, result) },
        ...caught(state.Catch ?? [], input),
      ];
  }
}

/** What a Task state's function gives. */
export const functionOutput = (state: State & { Type: 'Task' }): JsonSchema =>
  jsonSchemaOf(state.Function.output, 'output');

function passed({ Result, Parameters }: Pass<string>, input: JsonSchema): JsonSchema {
  if (Result !== undefined) return literalShape(Result);
  return Parameters === undefined ? input : payloadShape(Parameters, input).shape;
}

function caught(catchers: readonly Catcher<string>[], input: JsonSchema): Exit[] {
  return catchers.map(({ Next, ResultPath }) => ({
    to: Next,
    data: placed(input, ResultPath, ERROR_OUTPUT),
  }));
}

function placed(input: JsonSchema, path: string | null | undefined, result: JsonSchema): JsonSchema {
  if (path === null) return input;
  return path === undefined ? result : withShapeAt(input, path, result);
}
