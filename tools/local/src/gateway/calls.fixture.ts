import { type ClientModule, placesOf } from '../services/model-members.fixture.ts';
import type { Service } from './service.ts';

export type Input = Readonly<Record<string, unknown>>;
/** Calls an operation by plain HTTP, and answers the status and the rest of the answer as text. */
export type Call = (operation: string, input: Input) => Promise<string>;

/** What a service that speaks JSON answers to a signed call. */
export function callsJson(
  { name }: Pick<Service, 'name'>,
  url: () => string,
  target: (operation: string) => string,
): Call {
  const credential = `Credential=a/20260101/eu-west-1/${name}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  return async (operation, input) => {
    const headers = { authorization, 'x-amz-target': `${target(operation)}.${operation}` };
    const response = await fetch(url(), { method: 'POST', headers, body: JSON.stringify(input) });
    return `${response.status} ${await response.text()}`;
  };
}

/** What a service of the query protocol answers to a call. */
export function callsQuery(url: () => string): Call {
  return async (Action, input) => {
    const body = new URLSearchParams({ Action });
    for (const [name, value] of Object.entries(input))
      if (Array.isArray(value))
        for (const [at, item] of value.entries()) body.set(`${name}.member.${at + 1}`, String(item));
      else body.set(name, String(value));
    const response = await fetch(url(), { method: 'POST', body });
    return `${response.status} ${await response.text()}`;
  };
}

/**
 * What a service of REST answers to a call: each parameter goes where the client sends it, what the model does not know
 * into the query.
 */
export function callsRest(client: ClientModule, url: () => string): Call {
  return async (operation, input) => {
    const { method, uri, places } = placesOf(client, operation);
    const query = new URLSearchParams();
    const headers: Record<string, string> = {};
    const body: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(input)) {
      const { httpHeader, httpQuery } = places[name] ?? {};
      if (httpHeader !== undefined) headers[httpHeader] = String(value);
      else if (uri.includes(`{${name}}`)) continue;
      else if (method === 'PUT' && name in places && httpQuery === undefined) body[name] = value;
      else query.set(httpQuery ?? name, String(value));
    }
    const path = uri.replace(/\{(\w+)\}/g, (_, name: string) => String(input[name]));
    const response = await fetch(`${url()}${path}?${query}`, {
      ...{ method, headers },
      ...(Object.keys(body).length > 0 && { body: JSON.stringify(body) }),
    });
    return `${response.status} ${response.headers.get('x-amzn-errortype')} ${await response.text()}`;
  };
}
