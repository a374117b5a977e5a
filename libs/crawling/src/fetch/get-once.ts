import { type ClientRequest, type IncomingMessage, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { type ResolvedAddress, resolveHost } from '../address/resolve-host.ts';
import { SilentSiteError, toCrawlError } from '../errors.ts';
import type { FetchPolicy, Timeouts } from './fetch-policy.ts';

/** The values of the headers of a name in lower case, in their order. */
type ReadHeaders = (name: string) => readonly string[];
export type SiteAnswer = {
  url: URL;
  status: number;
  headers: ReadHeaders;
  body: AsyncIterable<Uint8Array>;
};

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
  const request = startRequest(url, addresses, policy.userAgent, signal);
  try {
    const answer = await answerOf(request, url, policy.timeouts).catch((thrown: unknown) => {
      throw toCrawlError(thrown, signal);
    });
    answer.on('error', () => undefined); // What reads the body is told of it.
    const { statusCode: status = 0, headersDistinct: fields } = answer;
    const body = unlessSilent(answer, policy.timeouts.bodyMs);
    return await read({ url, status, headers: (name) => fields[name] ?? [], body });
  } finally {
    request.destroy();
  }
}

/**
 * A request on a connection of its own, which goes to one of these addresses whatever the host's name resolves to by
 * now. TLS still checks the certificate for the name.
 */
function startRequest(
  url: URL,
  addresses: readonly ResolvedAddress[],
  userAgent: string,
  signal: AbortSignal,
): ClientRequest {
  const request = (url.protocol === 'https:' ? requestOverHttps : requestOverHttp)(url, {
    agent: false,
    lookup: pinTo(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    headers: { ...ACCEPTED, 'user-agent': userAgent },
    signal,
  });
  request.maxHeadersCount = 0; // The bytes of all are limited.
  return request.end();
}

function pinTo(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_host, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else if (first) answer(null, first.address, first.family);
    else answer(new TypeError('No address to connect to'), '');
  };
}

/** The answer with its headers; rejects when the site is silent before. */
async function answerOf(request: ClientRequest, url: URL, timeouts: Timeouts): Promise<IncomingMessage> {
  const silent = () => void request.destroy(new SilentSiteError());
  let timer = setTimeout(silent, timeouts.connectMs);
  const connected = () => {
    clearTimeout(timer);
    timer = setTimeout(silent, timeouts.headersMs);
  };
  request.once('socket', (socket) =>
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected),
  );
  try {
    return await new Promise((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** The pieces of the body; throws when one is waited for longer than that. */
async function* unlessSilent(body: IncomingMessage, silentMs: number): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  while (true) {
    const timer = setTimeout(() => void body.destroy(new SilentSiteError()), silentMs);
    const { done, value } = await pieces.next().finally(() => clearTimeout(timer));
    if (done === true) return;
    yield value;
  }
}
