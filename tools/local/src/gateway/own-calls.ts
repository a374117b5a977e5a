import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from './route-request.ts';
import type { GatewayRequest } from './service.ts';

/** A request of a service that speaks JSON, as the SDK hands it over. */
type OwnRequest = {
  method: string;
  path: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
};

type OwnResponse = { statusCode: number; headers: Record<string, string>; body: Uint8Array };

/** The `requestHandler` of `ownTransport`. */
export type OwnCalls = {
  handle(
    request: OwnRequest,
    options?: { abortSignal?: AbortSignal | undefined },
  ): Promise<{ response: OwnResponse }>;
};

/**
 * Hands the calls to the gateway in this process, which answers them as if they had come over a socket: two connections
 * and their HTTP are most of such a call's work. It rejects as the SDK's own handler does: with an `AbortError` when the
 * signal aborts, and with `ECONNRESET` when the gateway breaks the connection off.
 */
export function createOwnCalls(
  gatewayUrl: string,
  answer: (request: GatewayRequest) => Promise<HttpAnswer | 'reset'>,
): OwnCalls {
  // What comes over a socket is no part of the work that its client was at.
  const outside = AsyncLocalStorage.snapshot();
  return {
    handle: async ({ method, path, headers, body = '' }, { abortSignal } = {}) => {
      const { signal, aborted, end } = abortable(abortSignal);
      const id = randomUUID();
      const url = new URL(gatewayUrl + path);
      const request = {
        id,
        method,
        url,
        target: path,
        headers: inLowerCase(headers),
        body: bytesOf(body),
        signal,
      };
      try {
        return { response: responseOf(id, await Promise.race([outside(() => answer(request)), aborted])) };
      } finally {
        end();
      }
    },
  };
}

/** Settings of a client of the SDK whose calls go this way. */
export function ownTransport(ownCalls: OwnCalls) {
  return { requestHandler: ownCalls, signerConstructor: NamingSigner };
}

type Keys = { accessKeyId: string };
type SignerOptions = {
  credentials: Keys | (() => Promise<Keys>);
  region: string | (() => Promise<string>);
  service: string;
};

/** Says whose keys a call is made with, and signs nothing: no one between the client and the gateway can change the call. */
class NamingSigner {
  readonly #options: SignerOptions;

  constructor(options: SignerOptions) {
    this.#options = options;
  }

  async sign<Request extends { headers: Record<string, string> }>(request: Request): Promise<Request> {
    const { credentials, region, service } = this.#options;
    const { accessKeyId } = typeof credentials === 'function' ? await credentials() : credentials;
    const where = typeof region === 'function' ? await region() : region;
    const scope = `${accessKeyId}/19700101/${where}/${service}/aws4_request`;
    request.headers['authorization'] = `AWS4-HMAC-SHA256 Credential=${scope}`;
    return request;
  }
}

/** A signal of this call alone, as a connection has one: what listens to it goes with the call, and not with the caller. */
function abortable(given: AbortSignal = new AbortController().signal) {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const own = new AbortController();
  const abort = () => {
    reject(new DOMException('Request aborted', 'AbortError'));
    own.abort();
  };
  given.addEventListener('abort', abort, { once: true });
  if (given.aborted) abort();
  return { signal: own.signal, aborted, end: () => given.removeEventListener('abort', abort) };
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function responseOf(id: string, answer: HttpAnswer | 'reset'): OwnResponse {
  if (answer === 'reset') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  const headers = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    statusCode: answer.status,
    headers: { ...Object.fromEntries(headers), 'x-amzn-requestid': id },
    body: Buffer.from(answer.body),
  };
}
