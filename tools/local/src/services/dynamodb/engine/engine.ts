import { ApiError } from '../../../gateway/api-error.ts';
import { credentialOf } from '../../../gateway/identify.ts';
import type { ServiceRequest, ServiceResponse } from '../../../gateway/service.ts';
import type { EngineDialect, Json } from './dialect.ts';
import { createProxy } from './proxy.ts';

/** The DynamoDB engine behind the gateway. */
export type Engine = {
  /**
   * Sends an operation with its input, and nothing else of the client's request: no path, no header. The answer is the
   * engine's, errors included.
   */
  ask(request: ServiceRequest, input: Json, operation?: string): Promise<ServiceResponse>;
  dialect: EngineDialect;
};

const STREAM_OPERATIONS: ReadonlySet<string> = new Set([
  'ListStreams',
  'DescribeStream',
  'GetShardIterator',
  'GetRecords',
]);

export function createEngine(endpoint: string, region: string, dialect: EngineDialect): Engine {
  const send = createProxy(endpoint);
  return {
    dialect,
    ask: async (request, input, operation = request.operation) => {
      if (credentialOf(request) === undefined)
        throw new ApiError('MissingAuthenticationTokenException', NOT_SIGNED);
      return send(engineHeaders(operation, region), JSON.stringify(input));
    },
  };
}

const NOT_SIGNED = 'Request must contain either a valid (registered) AWS access key ID or X.509 certificate.';

/** The access key id towards every engine; with the region, some keep tables apart by it. Letters and digits only. */
export const ENGINE_KEY = 'local';

/** Engines ask for a signature, which they do not check: the gateway knows the caller. */
export function engineHeaders(operation: string, region: string): Record<string, string> {
  const scope = `${ENGINE_KEY}/20260101/${region}/dynamodb/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    'x-amz-date': '20260101T000000Z',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target(operation),
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
