import type { GatewayRequest, ServiceResponse } from './service.ts';

const HEADERS = { 'content-type': 'text/xml' };

/** The `Action` of the query protocol, from a form body or the query string. */
export function queryOperation(request: GatewayRequest): string | undefined {
  const form = new URLSearchParams(isForm(request) ? request.body.toString('utf8') : '');
  return form.get('Action') ?? request.url.searchParams.get('Action') ?? undefined;
}

/** Whether the body is a form, which is how clients of the query protocol send input. */
export function isForm({ headers }: GatewayRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** An answer of the query protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryResponse(
  request: GatewayRequest,
  namespace: string,
  operation: string,
  result: string,
): ServiceResponse {
  const body =
    `<${operation}Response xmlns="${namespace}"><${operation}Result>${result}</${operation}Result>` +
    `<ResponseMetadata><RequestId>${request.id}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers: HEADERS, body };
}

export function queryError(
  request: GatewayRequest,
  status: number,
  code: string,
  message: string,
): ServiceResponse {
  const type = status < 500 ? 'Sender' : 'Receiver';
  const error = `<Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
  const body = `<ErrorResponse>${error}<RequestId>${request.id}</RequestId></ErrorResponse>`;
  return { status, headers: HEADERS, body };
}

export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
