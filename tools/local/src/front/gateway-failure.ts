/** An answer that API Gateway gives by itself. https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export type GatewayFailure = { status: number; errorType: string; message: string };

export const gatewayFailures = {
  unknownRoute: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  unknownApi: { status: 403, errorType: 'ForbiddenException', message: 'Forbidden' },
  tooLong: { status: 413, errorType: 'RequestTooLargeException', message: 'Request Too Long' },
  throttled: { status: 429, errorType: 'TooManyRequestsException', message: 'Too Many Requests' },
  /** The function could not be run, being throttled for one. */
  notRun: { status: 500, errorType: 'InternalServerErrorException', message: 'Internal server error' },
  /** The function failed, or its answer is malformed. */
  badAnswer: { status: 502, errorType: 'InternalServerErrorException', message: 'Internal server error' },
  timedOut: { status: 504, errorType: 'InternalServerErrorException', message: 'Endpoint request timed out' },
} as const satisfies Record<string, GatewayFailure>;
