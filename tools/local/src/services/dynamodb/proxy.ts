import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import type { ServiceResponse } from '../../gateway/service.ts';

/** The engine behind a service could not be reached, or broke off its answer. */
class EngineUnreachableError extends Error {
  override readonly name = 'EngineUnreachableError';

  constructor(endpoint: string, cause: unknown) {
    super(`The engine at ${endpoint} does not answer.`, { cause });
  }
}

/** Headers that belong to one connection, or that the gateway sets itself. */
const OWN_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'content-length',
  'date',
  'server',
]);

/**
 * Posts to an engine's endpoint, which no request can change, over connections that stay open. Throws
 * `EngineUnreachableError`.
 */
export function createProxy(
  endpoint: string,
): (headers: OutgoingHttpHeaders, body: string) => Promise<ServiceResponse> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(new EngineUnreachableError(endpoint, error));
      const own = { ...headers, 'content-length': Buffer.byteLength(body) };
      const outgoing = httpRequest(endpoint, { method: 'POST', headers: own, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            headers: endToEnd(response.headers),
            body: Buffer.concat(chunks),
          }),
        );
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
}

function endToEnd(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || OWN_HEADERS.has(name)
      ? []
      : [[name, Array.isArray(value) ? value.join(', ') : value]],
  );
  return Object.fromEntries(kept);
}
