import { jsonError } from '../../gateway/aws-json.ts';
import type { GatewayRequest, ServiceResponse } from '../../gateway/service.ts';

/** Errors that come from the protocol's layer of DynamoDB, not from its model. */
const CORAL_ERRORS: ReadonlySet<string> = new Set(['SerializationException', 'AccessDeniedException']);

/** A client error that the stack finds itself; answered with status 400. */
export class DynamodbError extends Error {
  override readonly name = 'DynamodbError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** An error as DynamoDB writes it. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html */
export function dynamodbError(
  _request: GatewayRequest,
  status: number,
  code: string,
  message: string,
): ServiceResponse {
  const namespace = CORAL_ERRORS.has(code) ? 'com.amazon.coral.service' : 'com.amazonaws.dynamodb.v20120810';
  return jsonError('1.0', status, `${namespace}#${code}`, message);
}
