import type { GatewayResponseType } from './gateway-response.ts';

/** An answer that API Gateway gives by itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export type GatewayFailure = {
  status: number;
  errorType: string;
  message: string;
  /** The gateway response that changes it, before that of its class; absent where AWS names none. */
  responseType?: Exclude<GatewayResponseType, 'DEFAULT_4XX' | 'DEFAULT_5XX'>;
};

export const GATEWAY_FAILURES = {
  unknownRoute: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
    responseType: 'MISSING_AUTHENTICATION_TOKEN',
  },
  unknownApi: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
  unauthorized: {
    status: 401,
    errorType: 'UnauthorizedException',
    message: 'Unauthorized',
    responseType: 'UNAUTHORIZED',
  },
  tooLong: {
    status: 413,
    errorType: 'RequestTooLargeException',
    message: 'Request Too Long',
    responseType: 'REQUEST_TOO_LARGE',
  },
  badBody: {
    status: 400,
    errorType: 'BadRequestException',
    message: 'Invalid request body',
    responseType: 'BAD_REQUEST_BODY',
  },
  throttled: {
    status: 429,
    errorType: 'TooManyRequestsException',
    message: 'Too Many Requests',
    responseType: 'THROTTLED',
  },
  /** The function could not be run, being throttled for one. */
  notRun: { status: 500, errorType: 'InternalServerErrorException', message: 'Internal server error' },
  /** The function failed, or its answer is malformed. */
  badAnswer: { status: 502, errorType: 'InternalServerErrorException', message: 'Internal server error' },
  timedOut: {
    status: 504,
    errorType: 'InternalServerErrorException',
    message: 'Endpoint request timed out',
    responseType: 'INTEGRATION_TIMEOUT',
  },
} as const satisfies Record<string, GatewayFailure>;

/** Parameters that the method requires are not there. */
export function missingParameters(names: readonly string[]): GatewayFailure {
  return {
    status: 400,
    errorType: 'BadRequestException',
    message: `Missing required request parameters: [${names.join(', ')}]`,
    responseType: 'BAD_REQUEST_PARAMETERS',
  };
}
