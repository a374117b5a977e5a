import * as z from 'zod';
import type { Account } from '../../arn.ts';
import type { ApiError } from '../../gateway/api-error.ts';
import { targetOf } from '../../gateway/identify.ts';
import { type JsonApi, jsonError, jsonService, operation } from '../../gateway/json-service.ts';
import { type QueryApi, queryError, queryService } from '../../gateway/query-service.ts';
import type { GatewayRequest, Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { PARAMETERS } from './parameters.ts';
import { queryInput } from './protocol/query-input.ts';
import { queryOutput } from './protocol/query-output.ts';
import { INPUTS, OUTPUTS } from './protocol/query-shapes.ts';
import type { QueueEngine } from './queue-engine.ts';
import { QueueError } from './queue-error.ts';
import type { QueueMetrics } from './queue-metrics.ts';
import { queueNameOf } from './queue-url.ts';
import { sqsAccess } from './sqs-access.ts';

const JSON_API: JsonApi = {
  name: 'sqs',
  version: '1.0',
  targets: ['AmazonSQS'],
  invalidCode: 'UnsupportedOperation',
  invalid: () => new QueueError('SerializationException', 'The request body must be a JSON object.'),
  refusals: {
    denied: { status: 403, code: 'AccessDeniedException' },
    throttled: {
      status: 400,
      code: 'RequestThrottled',
      message: 'The request was denied due to request throttling.',
    },
    failed: { status: 503, code: 'ServiceUnavailable', message: 'Service is temporarily unavailable.' },
  },
};

/**
 * The older protocol of forms and XML, version 2012-11-05.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
const QUERY_API: QueryApi = { name: 'sqs', namespace: 'http://queue.amazonaws.com/doc/2012-11-05/' };

const anObject = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof anObject>;

type Queues = Pick<QueueEngine, 'call'>;

type SqsServiceOptions = Account & {
  engine: Queues;
  baseUrl: string;
  metrics?: Pick<QueueMetrics, 'note'>;
  /** A message of a dead-letter queue was moved, and has another id since. */
  onMoved?: ((from: string, to: string) => void) | undefined;
};

/**
 * SQS in both of its protocols, on the engine. `baseUrl`: the gateway's address, such as `http://127.0.0.1:4566`, with
 * which queue URLs begin.
 */
export function createSqsService({
  engine,
  baseUrl,
  metrics,
  onMoved,
  ...account
}: SqsServiceOptions): Service {
  const run = operation(anObject, async (queues: Queues, input, request) => {
    const { operation: name, signal } = request;
    const output = await queues.call(name, withTrace(input, request), signal);
    const queue = queueNameOf(String(input['QueueUrl']), account.accountId);
    if (queue !== undefined) metrics?.note(name, queue, output);
    return withBaseUrl(name === 'StartMessageMoveTask' ? withoutMoved(output, onMoved) : output, baseUrl);
  });
  const options = {
    context: engine,
    operations: Object.fromEntries(Object.keys(INPUTS).map((name) => [name, run])),
    access: sqsAccess(account),
  };
  const json = jsonService(JSON_API, { ...options, parameters: PARAMETERS });
  // A form is read strictly: it has nothing that the engine does not know.
  const query = queryService(QUERY_API, { ...options, input: inputOf, result: resultOf });
  // Newer clients name the operation in `X-Amz-Target`.
  const spoken = (request: GatewayRequest) => (targetOf(request) === undefined ? query : json);
  return {
    ...json,
    operation: (request) => spoken(request).operation(request),
    access: (request) => spoken(request).access(request),
    handle: (request) => spoken(request).handle(request),
    error: (request, error) => {
      const known = queueErrorOf(error);
      if (spoken(request) === json) return jsonRefusal(known);
      const { queryCode: code, message, status } = known;
      return queryError(request, { code, message, status }, QUERY_API.namespace);
    },
  };
}

/** A request that is sent to the queue's own path may leave out QueueUrl. */
function inputOf(parameters: URLSearchParams, { operation: name, url }: ServiceRequest): unknown {
  const fields = INPUTS[name] ?? {};
  const addressed = 'QueueUrl' in fields && url.pathname !== '/';
  return { ...(addressed && { QueueUrl: url.href.split('?')[0] }), ...queryInput(parameters, fields) };
}

function resultOf(output: object | undefined, name: string): string | undefined {
  const fields = OUTPUTS[name];
  return fields && queryOutput(output ?? {}, fields);
}

/** An error of the gateway in the words of SQS. */
function queueErrorOf(error: ApiError): QueueError {
  return error instanceof QueueError ? error : new QueueError(error.code, error.message, error.status);
}

/** Clients that were made for the query protocol find its code in a header. */
function jsonRefusal({ type, queryCode, message, jsonStatus, senderFault }: QueueError): ServiceResponse {
  const { headers, ...answer } = jsonError('1.0', jsonStatus, type, message);
  const fault = senderFault ? 'Sender' : 'Receiver';
  return { ...answer, headers: { ...headers, 'x-amzn-query-error': `${queryCode};${fault}` } };
}

const movedMessages = z.looseObject({ Moved: z.array(z.object({ from: z.string(), to: z.string() })) });

/** The answer to a client, who is not told which messages were moved. */
function withoutMoved(output: object, onMoved: SqsServiceOptions['onMoved']): object {
  const { Moved, ...answer } = movedMessages.parse(output);
  for (const { from, to } of Moved) onMoved?.(from, to);
  return answer;
}

/** A message belongs to the trace that its request's `X-Amzn-Trace-Id` names, unless the message says another. */
function withTrace(input: Fields, { operation: name, headers }: ServiceRequest): Fields {
  const StringValue = headers['x-amzn-trace-id'];
  if (!name.startsWith('SendMessage') || typeof StringValue !== 'string') return input;
  const traced = (message: unknown): unknown => {
    const fields = anObject.safeParse(message).data;
    if (fields === undefined || fields['MessageSystemAttributes'] != null) return message;
    return { ...fields, MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue } } };
  };
  const { Entries } = input;
  if (name === 'SendMessage') return anObject.parse(traced(input));
  return Array.isArray(Entries) ? { ...input, Entries: Entries.map(traced) } : input;
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
