import type { LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { type ResolvedAddress, resolveHost } from '../address/resolve-host.ts';
import { toCrawlError } from '../errors.ts';
import type { FetchPolicy, Timeouts } from './fetch-policy.ts';

/** The values of the headers of a name in lower case, in their order. */
type ReadHeaders = (name: string) => readonly string[];
export type SiteAnswer = { url: URL; status: number; headers: ReadHeaders; body: Readable };

/** Most bytes of an answer's headers. */
const MAX_HEADER_BYTES = 16_384;
const ACCEPTED = {
  accept: 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5',
  'accept-encoding': 'gzip, deflate, br',
};

/**
 * One GET to one checked address, its redirect not followed. The answer's body is open while `read` runs and closed
 * when it settles. Throws what `resolveHost` throws, `ConnectionFailedError`, `CrawlTimeoutError`, `TooLargeError`.
 */
export async function getOnce<Value>(
  url: URL,
  policy: FetchPolicy,
  signal: AbortSignal,
  read: (answer: SiteAnswer) => Promise<Value>,
): Promise<Value> {
  const addresses = await resolveHost(url, { ...policy, signal });
  const dispatcher = createPinnedAgent(addresses, policy.timeouts);
  const headers = { ...ACCEPTED, 'user-agent': policy.userAgent };
  try {
    const asked = request(url, { dispatcher, headers, signal });
    const answer = await asked.catch((thrown: unknown) => {
      throw toCrawlError(thrown, signal);
    });
    const { statusCode: status, headers: fields, body } = answer;
    body.on('error', () => undefined);
    return await read({ url, status, headers: (name) => [fields[name] ?? []].flat(), body });
  } finally {
    await dispatcher.destroy();
  }
}

/**
 * An agent for one request, whose connection goes to one of these addresses whatever the host's name resolves to by
 * now. TLS still checks the certificate for the name.
 */
function createPinnedAgent(addresses: readonly ResolvedAddress[], timeouts: Timeouts): Agent {
  return new Agent({
    connections: 1,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: timeouts.headersMs,
    bodyTimeout: timeouts.bodyMs,
    connect: { lookup: pinTo(addresses), timeout: timeouts.connectMs },
  });
}

function pinTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else if (first) answer(null, first.address, first.family);
    else answer(new TypeError('No address to connect to'), '');
  };
}
