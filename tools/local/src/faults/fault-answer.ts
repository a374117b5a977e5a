import * as z from 'zod';
import { jsonResponse } from '../gateway/aws-json.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts';

type Refusal = { status: number; code: string; message: string };

/** How each service says that its caller is too fast. Tables here are on demand, whose code is ThrottlingException. */
const THROTTLES: Readonly<Record<string, Refusal>> = {
  dynamodb: {
    status: 400,
    code: 'ThrottlingException',
    message: 'Throughput exceeds the current capacity of your table or index.',
  },
  sqs: {
    status: 400,
    code: 'RequestThrottled',
    message: 'The request was denied due to request throttling.',
  },
  lambda: { status: 429, code: 'TooManyRequestsException', message: 'Rate Exceeded.' },
  s3: { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' },
  sts: { status: 400, code: 'Throttling', message: 'Rate exceeded' },
};
const THROTTLE: Refusal = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };

/** How each service says that the fault is its own. */
const FAILURES: Readonly<Record<string, Refusal>> = {
  dynamodb: { status: 500, code: 'InternalServerError', message: 'Internal server error' },
  sqs: { status: 503, code: 'ServiceUnavailable', message: 'Service is temporarily unavailable.' },
  lambda: { status: 500, code: 'ServiceException', message: 'Service error.' },
  s3: {
    status: 500,
    code: 'InternalError',
    message: 'We encountered an internal error. Please try again.',
  },
  logs: {
    status: 503,
    code: 'ServiceUnavailableException',
    message: 'The service cannot complete the request.',
  },
};
const FAILURE: Refusal = {
  status: 500,
  code: 'InternalFailure',
  message: 'The request processing has failed.',
};

/** The service's own answer to a caller that is too fast. */
export function throttled(request: ServiceRequest, service: Service): ServiceResponse {
  return refuse(request, service, THROTTLES[service.name] ?? THROTTLE);
}

/** The service's own answer when it failed. */
export function failed(request: ServiceRequest, service: Service): ServiceResponse {
  return refuse(request, service, FAILURES[service.name] ?? FAILURE);
}

function refuse(
  request: ServiceRequest,
  service: Service,
  { status, code, message }: Refusal,
): ServiceResponse {
  return service.error(request, status, code, message);
}

const transaction = z.looseObject({ TransactItems: z.array(z.unknown()).min(1) });

/**
 * A transaction cancelled because another one holds one of its items: the one at `draw` (0 to below 1) of them.
 * Undefined when the request has no items. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function conflicted({ body }: ServiceRequest, draw: number): ServiceResponse | undefined {
  const parsed = z
    .string()
    .transform((text): unknown => parseJson(text))
    .pipe(transaction)
    .safeParse(body.toString());
  if (!parsed.success) return undefined;
  const { TransactItems } = parsed.data;
  const held = Math.floor(draw * TransactItems.length);
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === held
      ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' }
      : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  return jsonResponse(
    '1.0',
    {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      CancellationReasons,
    },
    400,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
