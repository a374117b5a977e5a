import { ApiError } from './api-error.ts';
import type { Denial, Refusals, Service, ServiceResponse } from './service.ts';

const COMMON: Refusals = {
  denied: { status: 403, code: 'AccessDeniedException' },
  unsupported: { status: 501, code: 'NotImplementedException' },
  throttled: { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
  failed: { status: 500, code: 'InternalFailure', message: 'The request processing has failed.' },
};

type Refusing = Pick<Service, 'name' | 'refusals'>;

export function throttled({ refusals }: Refusing): ApiError {
  const { code, message, status } = refusals?.throttled ?? COMMON.throttled;
  return new ApiError(code, message, status);
}

/** `message` in place of the service's own words. */
export function failed({ refusals }: Refusing, message?: string): ApiError {
  const { code, message: usual, status } = refusals?.failed ?? COMMON.failed;
  return new ApiError(code, message ?? usual, status);
}

/** For an operation that the stack does not have; undefined when the request names none. */
export function unsupported({ name, refusals }: Refusing, operation: string | undefined): ApiError {
  const { code, status } = refusals?.unsupported ?? COMMON.unsupported;
  const what = operation === undefined ? `this ${name} request` : `${name}:${operation}`;
  return new ApiError(code, `The local stack does not support ${what}`, status);
}

/** In AWS's words, such as `User: arn… is not authorized to perform: sqs:SendMessage on resource: arn…`. */
export function denied({ refusals }: Refusing, denial: Denial): ApiError {
  const { code, status } = refusals?.denied ?? COMMON.denied;
  const { action } = denial;
  const because = `because no identity-based policy allows the ${action} action`;
  return new ApiError(code, `${lacksPermission(denial)} ${because}`, status);
}

/** The code in an answer, where it is an error of a service that speaks JSON. */
export function codeOfError({ status, body }: Pick<ServiceResponse, 'status' | 'body'>): string | undefined {
  if (status < 400) return undefined;
  return /"__type":"(?:[^"#]*#)?([^"#]+)"/.exec(body.toString())?.[1];
}

export function lacksPermission({ principalArn, action, resource }: Denial): string {
  return `User: ${principalArn} is not authorized to perform: ${action} on resource: ${resource}`;
}
