import type { RestEvent } from '@hanok/events';
import { EnvError } from '../errors.ts';
import { requestHeader } from './request-parts.ts';
import type { RestAnswer } from './rest-answer.ts';

/** Whose pages may read the answers: exact origins such as `https://example.com`, or `*` alone for any. */
export type Cors = { origins: readonly string[] };

type Headers = Readonly<Record<string, string>>;

/** What the pages of the tutorials send, and the key of a request that may come twice. */
const ALLOWED_HEADERS =
  'Content-Type, Authorization, Idempotency-Key, X-Api-Key, X-Amz-Date, X-Amz-Security-Token';
const MAX_AGE_SECONDS = 600;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^\s/?#@,*A-Z]+$/;

/**
 * The headers of the Fetch standard's CORS protocol for an answer. Without an Origin the first configured one is
 * allowed, so that the header is there for every caller; another Origin gets none. Throws `EnvError` for an origin
 * that no browser would ever send, or for `*` beside others. https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors({ origins }: Cors): (event: RestEvent, answer: RestAnswer) => Headers {
  requireOrigins(origins);
  const vary: Headers = origins.includes('*') ? {} : { Vary: 'Origin' };
  return (event, answer) => {
    const allowed = allowedOrigin(origins, requestHeader(event, 'Origin'));
    if (allowed === undefined) return vary;
    return { 'Access-Control-Allow-Origin': allowed, ...vary, ...furtherHeaders(event, answer) };
  };
}

function allowedOrigin(origins: readonly string[], origin: string | undefined): string | undefined {
  if (origins.includes('*')) return '*';
  if (origin === undefined) return origins[0];
  return origins.includes(origin) ? origin : undefined;
}

/** For a preflight what may be sent, for the request itself what a page may read beyond the body. */
function furtherHeaders({ httpMethod }: RestEvent, { headers = {} }: RestAnswer): Headers {
  const { Allow, ...own } = headers;
  if (httpMethod === 'OPTIONS' && Allow !== undefined) return preflightHeaders(Allow);
  const names = Object.keys(own);
  return names.length === 0 ? {} : { 'Access-Control-Expose-Headers': names.join(', ') };
}

function preflightHeaders(methods: string): Headers {
  return {
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': ALLOWED_HEADERS,
    'Access-Control-Max-Age': String(MAX_AGE_SECONDS),
  };
}

function requireOrigins(origins: readonly string[]): void {
  const any = origins.length === 1 && origins[0] === '*';
  if (!any && (origins.length === 0 || !origins.every((origin) => ORIGIN.test(origin))))
    throw new EnvError('Allowed origins: expected `*` alone, or origins such as https://example.com');
}
