import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import type { ServiceResponse } from '../../../gateway/service.ts';

/** The engine behind the service could not be reached, broke off its answer, or gave one that is none of DynamoDB. */
export class EngineFailedError extends Error {
  override readonly name = 'EngineFailedError';

  constructor(endpoint: string, what: string, cause?: unknown) {
    super(`The DynamoDB engine at ${endpoint} ${what}.`, { cause });
  }
}

/** Whether an answer may be DynamoDB's, by its first character: not every engine says that it sends JSON. */
function isAnswer(status: number, body: Buffer): boolean {
  return body.length === 0 ? status === 200 : body.subarray(0, 1).toString() === '{';
}

/** What clients get of an engine's headers: others, such as those that let every page read the answer, are its own. */
const KEPT_HEADERS = ['content-type', 'x-amz-crc32'];

/**
 * Posts to an engine's endpoint, which no request can change, over connections that stay open. Throws
 * `EngineFailedError`.
 */
export function createProxy(
  endpoint: string,
): (headers: OutgoingHttpHeaders, body: string, signal?: AbortSignal) => Promise<ServiceResponse> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return (headers, body, signal) =>
    new Promise((resolve, reject) => {
      const fail = (cause: unknown) => reject(new EngineFailedError(endpoint, 'does not answer', cause));
      const own = { ...headers, 'content-length': Buffer.byteLength(body) };
      const options = { method: 'POST', headers: own, agent, ...(signal && { signal }) };
      const outgoing = httpRequest(endpoint, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const { statusCode: status = 500, headers: given } = response;
          const answer = Buffer.concat(chunks);
          if (isAnswer(status, answer)) resolve({ status, headers: keptOf(given), body: answer });
          else reject(new EngineFailedError(endpoint, `answers as no DynamoDB does (HTTP status ${status})`));
        });
      });
      outgoing.on('error', fail);
      outgoing.end(body);
    });
}

function keptOf(headers: IncomingHttpHeaders): Record<string, string> {
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return { 'content-type': 'application/x-amz-json-1.0', ...Object.fromEntries(kept) };
}
