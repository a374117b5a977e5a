import type { ApiError } from '../../gateway/api-error.ts';
import type { ServiceResponse } from '../../gateway/service.ts';

/** An error in the Lambda API's wire format. Some of its errors say `Message`, others `message`. */
export function lambdaErrorResponse({ status, code, message }: ApiError): ServiceResponse {
  const Type = status < 500 ? 'User' : 'Server';
  const reason = { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message };
  const body = code === 'TooManyRequestsException' ? { Type, ...reason } : { Type, Message: message };
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
  return { status, headers, body: JSON.stringify(body) };
}
