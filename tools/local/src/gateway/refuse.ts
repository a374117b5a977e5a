import { jsonError } from './aws-json.ts';
import { isForm, queryError } from './aws-query.ts';
import type { Access, GatewayRequest, Service, ServiceResponse } from './service.ts';

/** An action that the caller lacks on a resource, and the ARN under which the caller is known. */
export type Refusal = Access & { principalArn: string };

/** 501 for an operation that the stack does not have, in the format of its service. */
export function refuseOperation(
  service: Service,
  request: GatewayRequest,
  operation: string | undefined,
): ServiceResponse {
  const what = operation === undefined ? `this ${service.name} request` : `${service.name}:${operation}`;
  return service.error(request, 501, 'NotImplementedException', `The local stack does not support ${what}`);
}

/** 403 in AWS's words, such as `User: arn… is not authorized to perform: sqs:SendMessage on resource: arn…`. */
export function refuseAccess(service: Service, request: GatewayRequest, refusal: Refusal): ServiceResponse {
  const { principalArn, action, resource } = refusal;
  const message =
    `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource} ` +
    `because no identity-based policy allows the ${action} action`;
  return service.error(request, accessDeniedStatus(service), 'AccessDeniedException', message);
}

/** 501 for a service that the stack does not have; 403 when the request names none. */
export function refuseService(request: GatewayRequest, name: string | undefined): ServiceResponse {
  if (name !== undefined) {
    return anyError(
      request,
      501,
      'NotImplementedException',
      `The local stack does not support the service ${name}`,
    );
  }
  const message = 'The request names no AWS service: it is not signed, and has no X-Amz-Target that is known';
  return anyError(request, 403, 'MissingAuthenticationTokenException', message);
}

/** The protocols of JSON answer a refused caller with 400: their clients go by the code, not by the status. */
function accessDeniedStatus(service: Service): number {
  return JSON_1_0_SERVICES.has(service.name) ? 400 : 403;
}

const JSON_1_0_SERVICES: ReadonlySet<string> = new Set(['cognito-idp', 'dynamodb', 'logs', 'states']);

/** An error for a service whose own format is unknown: XML to clients that send forms, else JSON. */
export function anyError(
  request: GatewayRequest,
  status: number,
  code: string,
  message: string,
): ServiceResponse {
  if (isForm(request)) return queryError(request, status, code, message);
  const response = jsonError('1.1', status, code, message);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': code } };
}
