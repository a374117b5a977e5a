import { createProxy } from './proxy.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';

/** An operation's input or output: JSON whose numbers of items are text, so parsing loses nothing. */
export type Json = Readonly<Record<string, unknown>>;

/** The DynamoDB engine behind the gateway. */
export type Engine = {
  /** Sends a request on as it came. */
  forward(request: ServiceRequest): Promise<ServiceResponse>;
  /** Sends an operation with other input; the answer is the engine's, errors included. */
  ask(request: ServiceRequest, input: Json, operation?: string): Promise<ServiceResponse>;
};

const STREAM_OPERATIONS: ReadonlySet<string> = new Set([
  'ListStreams',
  'DescribeStream',
  'GetShardIterator',
  'GetRecords',
]);

export function createEngine(endpoint: string): Engine {
  const send = createProxy(endpoint);
  return {
    forward: ({ method, url, headers, body }) =>
      send({ method, path: url.pathname + url.search, headers, body }),
    ask: (request, input, operation = request.operation) =>
      send({
        method: 'POST',
        path: '/',
        headers: { ...request.headers, 'x-amz-target': target(operation) },
        body: JSON.stringify(input),
      }),
  };
}

function target(operation: string): string {
  return `${STREAM_OPERATIONS.has(operation) ? 'DynamoDBStreams' : 'DynamoDB'}_20120810.${operation}`;
}

/** The answer's JSON with `change` made; an error as it is. Its checksum header would no longer hold and is left out. */
export function changeOutput(
  response: ServiceResponse,
  change: (output: unknown) => object,
): ServiceResponse {
  if (response.status !== 200) return response;
  const headers = omitChecksum(response.headers);
  return { ...response, headers, body: JSON.stringify(change(JSON.parse(response.body.toString()))) };
}

function omitChecksum(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-amz-crc32'));
}
