import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from './route-request.ts';

/**
 * Names of this machine that no name server of another can take: an address of 127.0.0.0/8, `localhost` and what is
 * below it (RFC 6761, 6.3).
 */
const LOOPBACK = /^(127(\.\d{1,3}){3}|([a-z0-9-]+\.)*localhost\.?|\[::1\])$/i;

/**
 * The refusal of a request that a page of another site made, by itself or through a name that it points here, whatever
 * the request asks for; undefined for any other. Browsers say in Origin, Sec-Fetch-Site and Referer who asks, and a page
 * cannot change that; programs send none of them. Pages that are served on this machine are let in.
 * https://fetch.spec.whatwg.org/#origin-header, https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function refuseForeign(headers: IncomingHttpHeaders): HttpAnswer | undefined {
  if (!isOwnHost(headers.host ?? ''))
    return refusal('The Host of a request to the local stack must be 127.0.0.1 or localhost');
  const { origin, referer, 'sec-fetch-site': site } = headers;
  if (origin !== undefined) return isLoopback(origin) ? undefined : refusal(FOREIGN_PAGE);
  if (referer !== undefined) return isLoopback(referer) ? undefined : refusal(FOREIGN_PAGE);
  return site === 'cross-site' ? refusal(FOREIGN_PAGE) : undefined;
}

/** Nearly all requests have the Host that was let in last: reading it as a URL takes a hundredth of an invocation. */
let lastHost: string | undefined;

function isOwnHost(host: string): boolean {
  if (host === lastHost) return true;
  if (!isLoopback(`http://${host}`)) return false;
  lastHost = host;
  return true;
}

const FOREIGN_PAGE = 'Pages of other sites may not use the local stack';

function isLoopback(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) && LOOPBACK.test(url.hostname);
}

/** In no service's own format: the request is none of its clients'. */
function refusal(message: string): HttpAnswer {
  return { status: 403, headers: { 'content-type': 'text/plain' }, body: `${message}\n` };
}
