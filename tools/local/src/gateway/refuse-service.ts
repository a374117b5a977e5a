import { jsonError } from './json-service.ts';
import { isForm, queryError } from './query-service.ts';
import { ApiError } from './api-error.ts';
import type { GatewayRequest, ServiceResponse } from './service.ts';

/** 501 for a service that the stack does not have; 403 when the request names none. */
export function refuseService(request: GatewayRequest, name: string | undefined): ServiceResponse {
  if (name !== undefined) {
    const message = `The local stack does not support the service ${name}`;
    return anyError(request, new ApiError('NotImplementedException', message, 501));
  }
  const message = 'The request names no AWS service: it is not signed, and has no X-Amz-Target that is known';
  return anyError(request, new ApiError('MissingAuthenticationTokenException', message, 403));
}

/** An error for a service whose own format is unknown: XML to clients that send forms, else JSON. */
export function anyError(request: GatewayRequest, error: ApiError): ServiceResponse {
  if (isForm(request)) return queryError(request, error);
  const response = jsonError('1.1', error.status, error.code, error.message);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } };
}
