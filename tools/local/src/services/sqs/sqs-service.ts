import type { GatewayRequest, Service, ServiceRequest } from '../../gateway/service.ts';
import type { QueueEngine } from './queue-engine.ts';
import { QueueError } from './queue-error.ts';
import { INPUTS } from './protocol/query-shapes.ts';
import { sqsAccess } from './sqs-access.ts';
import { jsonProtocol } from './protocol/json-protocol.ts';
import { queryProtocol } from './protocol/query-protocol.ts';
import type { WireProtocol } from './protocol/wire-protocol.ts';

type SqsServiceOptions = {
  engine: Pick<QueueEngine, 'call'>;
  /** The gateway's address, such as `http://127.0.0.1:4566`: queue URLs start with it. */
  baseUrl: string;
  region: string;
  accountId: string;
};

/** SQS behind the gateway, in both wire formats. */
export function createSqsService({ engine, baseUrl, region, accountId }: SqsServiceOptions): Service {
  const place = { region, accountId };
  return {
    name: 'sqs',
    targets: ['AmazonSQS'],
    refusals: {
      throttled: {
        status: 400,
        code: 'RequestThrottled',
        message: 'The request was denied due to request throttling.',
      },
      failed: { status: 503, code: 'ServiceUnavailable', message: 'Service is temporarily unavailable.' },
    },
    operations: new Set(Object.keys(INPUTS)),
    operation: (request) => protocolOf(request).operation(request),
    access: (request) => sqsAccess(request.operation, inputOrNothing(request), place),
    handle: async (request) => {
      const protocol = protocolOf(request);
      const output = await engine.call(request.operation, protocol.input(request), request.signal);
      return protocol.answer(request, request.operation, withBaseUrl(output, baseUrl));
    },
    error: (request, error) => {
      const { code, message, status } = error;
      const known = error instanceof QueueError ? error : new QueueError(code, message, status);
      return protocolOf(request).error(request, known);
    },
  };
}

/** New SDKs name the operation in `X-Amz-Target`; everything else speaks the older query protocol. */
function protocolOf(request: GatewayRequest): WireProtocol {
  return request.headers['x-amz-target'] === undefined ? queryProtocol : jsonProtocol;
}

/** A body that cannot be read names no queue; `handle` then says what is wrong with it. */
function inputOrNothing(request: ServiceRequest): Readonly<Record<string, unknown>> {
  try {
    return protocolOf(request).input(request);
  } catch (error) {
    if (error instanceof QueueError) return {};
    throw error;
  }
}

const URL_FIELDS = ['QueueUrl', 'QueueUrls', 'queueUrls'];

/** The engine answers queue URLs as paths. */
function withBaseUrl(output: object, baseUrl: string): object {
  const absolute = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(absolute) : `${baseUrl}${String(value)}`;
  const entries = Object.entries(output).map(([field, value]: [string, unknown]) => [
    field,
    URL_FIELDS.includes(field) ? absolute(value) : value,
  ]);
  return Object.fromEntries(entries);
}
