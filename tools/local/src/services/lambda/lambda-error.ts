import type { ServiceResponse } from '../../gateway/service.ts';

/** An error that the Lambda API answers; `code` and message are AWS's. */
export class LambdaApiError extends Error {
  override readonly name = 'LambdaApiError';
  readonly statusCode: number;
  readonly code: string;

  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

/** An error in the Lambda API's wire format. Some of its errors say `Message`, others `message`. */
export function lambdaErrorResponse(status: number, code: string, message: string): ServiceResponse {
  const Type = status < 500 ? 'User' : 'Server';
  const reason = { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message };
  const body = code === 'TooManyRequestsException' ? { Type, ...reason } : { Type, Message: message };
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify(body) };
}
