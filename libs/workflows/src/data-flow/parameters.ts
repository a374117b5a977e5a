import type { Parameters } from '../state.ts';
import { type JsonSchema, literalShape } from './json-schema.ts';
import { shapeAt } from './reference-path.ts';

/** What Step Functions says of the execution. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
const CONTEXT: Readonly<Record<string, JsonSchema>> = {
  '$$.Execution.Id': { type: 'string', minLength: 1 },
  '$$.Execution.Name': { type: 'string', minLength: 1, maxLength: 80 },
  '$$.Execution.StartTime': { type: 'string', minLength: 20 },
  '$$.State.EnteredTime': { type: 'string', minLength: 20 },
  '$$.State.Name': { type: 'string', minLength: 1, maxLength: 80 },
  '$$.State.RetryCount': { type: 'integer', minimum: 0 },
};

/** The shape of the payload, and the paths where nothing may lie. */
export function payloadShape(parameters: Parameters, input: JsonSchema) {
  const missing: string[] = [];
  const properties = Object.entries(parameters).map(([name, value]): [string, JsonSchema] => {
    if (!name.endsWith('.$')) return [name, literalShape(value)];
    const path = String(value);
    const shape = path === '$' ? input : (CONTEXT[path] ?? shapeAt(input, path));
    if (shape === undefined) missing.push(path);
    return [name.slice(0, -2), shape ?? {}];
  });
  const required = properties.map(([name]) => name);
  const shape: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  };
  return { shape, missing };
}
