import { ApiError } from '../../gateway/api-error.ts';

/** What the wire says about each error: JSON type, query code and HTTP status. A code that is absent here is its own query code. */
const WIRE: Readonly<
  Record<string, { type?: string; query?: string; status?: number; jsonStatus?: number }>
> = {
  QueueDoesNotExist: { query: 'AWS.SimpleQueueService.NonExistentQueue' },
  QueueNameExists: { query: 'QueueAlreadyExists' },
  BatchEntryIdsNotDistinct: { query: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct' },
  BatchRequestTooLong: { query: 'AWS.SimpleQueueService.BatchRequestTooLong' },
  EmptyBatchRequest: { query: 'AWS.SimpleQueueService.EmptyBatchRequest' },
  InvalidBatchEntryId: { query: 'AWS.SimpleQueueService.InvalidBatchEntryId' },
  PurgeQueueInProgress: {
    query: 'AWS.SimpleQueueService.PurgeQueueInProgress',
    status: 403,
    jsonStatus: 403,
  },
  QueueDeletedRecently: { query: 'AWS.SimpleQueueService.QueueDeletedRecently' },
  MessageNotInflight: { query: 'AWS.SimpleQueueService.MessageNotInflight' },
  TooManyEntriesInBatchRequest: { query: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest' },
  UnsupportedOperation: { query: 'AWS.SimpleQueueService.UnsupportedOperation' },
  InvalidAddress: { status: 404 },
  ReceiptHandleIsInvalid: { status: 404 },
  ResourceNotFoundException: { status: 404 },
  InvalidParameterValue: { type: 'com.amazon.coral.service#InvalidParameterValueException' },
  MissingParameter: { type: 'com.amazon.coral.service#MissingRequiredParameterException' },
  InternalFailure: { status: 500 },
};

/**
 * A refusal as SQS words it. `code` is the shape's name in the JSON protocol, `queryCode` what older clients and
 * `x-amzn-query-error` carry (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html).
 */
export class QueueError extends ApiError {
  override readonly name = 'QueueError';
  readonly queryCode: string;
  /** HTTP status in the JSON protocol: 400 for nearly every refusal of its own. */
  readonly jsonStatus: number;

  constructor(code: string, message: string, status?: number) {
    super(code, message, status ?? WIRE[code]?.status);
    this.queryCode = WIRE[code]?.query ?? code;
    this.jsonStatus = status ?? WIRE[code]?.jsonStatus ?? (this.status < 500 ? 400 : this.status);
  }

  /** The JSON protocol's `__type`. */
  get type(): string {
    return WIRE[this.code]?.type ?? `com.amazonaws.sqs#${this.code}`;
  }

  get senderFault(): boolean {
    return this.status < 500;
  }
}

/** The refusal of one parameter's value, naming the parameter and the reason. */
export function invalidParameter(name: string, value: unknown, reason: string): QueueError {
  const shown = typeof value === 'string' ? value.slice(0, 400) : JSON.stringify(value);
  return new QueueError(
    'InvalidParameterValue',
    `Value ${shown} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}

/** The refusal of a request that lacks a parameter. */
export function missingParameter(name: string): QueueError {
  return new QueueError('MissingParameter', `The request must contain the parameter ${name}.`);
}
