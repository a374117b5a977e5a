import type { ContextVariables } from '../context-variables.ts';
import type { GatewayFailure } from './gateway-failure.ts';
import { type GatewayResponse, TEMPLATE_VARIABLE } from './gateway-response.ts';
import type { RestResponse } from './rest-response.ts';

/**
 * A failure's answer, changed by the gateway response of its type, or else of its class. Templates are no VTL: names
 * are filled in, nothing more. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export function applyGatewayResponse(
  responses: readonly GatewayResponse[],
  failure: GatewayFailure,
  variables: ContextVariables,
  answer: RestResponse,
): RestResponse {
  const ofClass = failure.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const custom =
    responses.find(({ type }) => type === failure.responseType) ??
    responses.find(({ type }) => type === ofClass);
  if (custom === undefined) return answer;
  return {
    ...answer,
    status: custom.status ?? answer.status,
    headers: { ...answer.headers, ...custom.headers },
    body: custom.template === undefined ? answer.body : fill(custom.template, failure, variables),
  };
}

function fill(template: string, failure: GatewayFailure, variables: ContextVariables): string {
  const values: ContextVariables = {
    ...variables,
    'error.message': failure.message,
    'error.messageString': JSON.stringify(failure.message),
    'error.responseType': failure.responseType ?? '',
  };
  return template.replaceAll(
    TEMPLATE_VARIABLE,
    (_all, name: string) => values[name.replace('context.', '')] ?? '',
  );
}
