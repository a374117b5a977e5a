import * as z from 'zod';
import type { ConsoleOperation } from './console-operation.ts';

type Described = Omit<ConsoleOperation<unknown>, 'run'>;

/** The OpenAPI document of the console's operations. https://spec.openapis.org/oas/v3.1.1.html */
export function openApi(base: string, operations: readonly Described[]): object {
  const byPath = Map.groupBy(operations, ({ path }) => path);
  return {
    openapi: '3.1.1',
    info: { title: 'Hanok local stack', version: '1', description: 'What the local stack tells of itself.' },
    servers: [{ url: base }],
    paths: Object.fromEntries(
      [...byPath].map(([path, all]) => [
        path,
        Object.fromEntries(all.map((operation) => [operation.method.toLowerCase(), described(operation)])),
      ]),
    ),
  };
}

function described({ path, summary, input, body, answer }: Described): object {
  const parameters = Object.entries(input.shape).map(([name, schema]) => {
    const isInPath = path.includes(`{${name}}`);
    const required = isInPath || !z.safeParse(schema, undefined).success;
    return { name, in: isInPath ? 'path' : 'query', required, schema: schemaOf(schema, 'input') };
  });
  const isJson = typeof answer !== 'string';
  const content = isJson
    ? { 'application/json': { schema: schemaOf(answer, 'output') } }
    : { [answer]: { schema: { type: 'string' } } };
  return {
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: { 200: { description: 'Success', content }, default: FAILURE },
  };
}

const FAILURE = {
  description: 'What is wrong with the request',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: {
          error: { type: 'string' },
          fields: { type: 'object', additionalProperties: { type: 'string' } },
        },
        required: ['error', 'fields'],
      },
    },
  },
};

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  // The document says which dialect of JSON Schema it is in.
  const described = Object.entries(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  return Object.fromEntries(described.filter(([name]) => name !== '$schema'));
}
