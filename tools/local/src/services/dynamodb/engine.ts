import { credentialOf } from '../../gateway/identify.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { createProxy } from './proxy.ts';

/** An operation's input or output: JSON whose numbers of items are text, so parsing loses nothing. */
export type Json = Readonly<Record<string, unknown>>;

/** The DynamoDB engine behind the gateway. */
export type Engine = {
  /**
   * Sends an operation with its input, and nothing else of the client's request: no path, no header. The answer is the
   * engine's, errors included.
   */
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
    ask: (request, input, operation = request.operation) =>
      send(
        {
          ...(credentialOf(request) && SIGNED),
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': target(operation),
        },
        JSON.stringify(input),
      ),
  };
}

/** The engine asks for a signature, which it does not check: the gateway knows the caller. */
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
};

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
