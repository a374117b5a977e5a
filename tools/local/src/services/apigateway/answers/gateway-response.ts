import * as z from 'zod';

/** Types of answers that API Gateway gives by itself, and the two that stand for all others of their class. */
export const gatewayResponseType = z.enum([
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'INTEGRATION_TIMEOUT',
  'MISSING_AUTHENTICATION_TOKEN',
  'REQUEST_TOO_LARGE',
  'THROTTLED',
  'UNAUTHORIZED',
]);
export type GatewayResponseType = z.infer<typeof gatewayResponseType>;

/** AWS::ApiGateway::GatewayResponse: status, headers and JSON body in place of those that API Gateway gives. */
export type GatewayResponse = {
  type: GatewayResponseType;
  status?: number;
  headers: Readonly<Record<string, string>>;
  /** With `$context` variables that every failure has. */
  template?: string;
};

/** A variable of a template, its name as the first group. */
export const TEMPLATE_VARIABLE = /\$([A-Za-z]+(?:\.[A-Za-z]+)*)/g;

const KNOWN: ReadonlySet<string> = new Set([
  'context.error.message',
  'context.error.messageString',
  'context.error.responseType',
  'context.extendedRequestId',
  'context.httpMethod',
  'context.path',
  'context.requestId',
  'context.requestTime',
  'context.requestTimeEpoch',
  'context.stage',
]);

/** The first variable of a template that not every failure has. */
export function unknownVariable(template: string): string | undefined {
  const names = [...template.matchAll(TEMPLATE_VARIABLE)].map(([, name = '']) => name);
  return names.find((name) => !KNOWN.has(name));
}
