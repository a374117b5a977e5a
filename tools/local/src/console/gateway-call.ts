import { ConsoleError } from './console-operation.ts';

/** An AWS call to the gateway as a client outside of the stack makes it, so that it is traced and checked as any other. */
type GatewayCall = {
  service: string;
  method?: 'POST' | 'PUT';
  path?: string;
  headers?: Readonly<Record<string, string>>;
  body: string | Buffer;
};

/** What the gateway answers; an error is an answer, too. */
type GatewayAnswer = { status: number; headers: Headers; text: string };

export async function callGateway(gatewayUrl: string, call: GatewayCall): Promise<GatewayAnswer> {
  const { service, method = 'POST', path = '/', headers = {}, body } = call;
  const scope = `console/20260101/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const sent = typeof body === 'string' ? body : new Uint8Array(body);
  const response = await fetch(gatewayUrl + path, {
    method,
    headers: { ...headers, authorization },
    body: sent,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** One of the services whose operations are named by `X-Amz-Target`, in JSON. Throws `ConsoleError` for its errors. */
export async function callJson(
  gatewayUrl: string,
  {
    service,
    target,
    version = '1.0',
    input,
  }: { service: string; target: string; version?: string; input: object },
  fieldOf: Readonly<Record<string, string>> = {},
): Promise<object> {
  const headers = { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}` };
  const { status, text } = await callGateway(gatewayUrl, { service, headers, body: JSON.stringify(input) });
  const answer = Object(JSON.parse(text || '{}'));
  if (status < 300) return answer;
  const type = String(answer['__type'] ?? '').replace(/^.*#/, '');
  const message = String(answer['message'] ?? answer['Message'] ?? text);
  const field = fieldOf[type];
  throw new ConsoleError(400, `${type}: ${message}`, field === undefined ? {} : { [field]: message });
}
