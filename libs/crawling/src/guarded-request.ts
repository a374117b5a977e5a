import type { Readable } from 'node:stream';
import { request } from 'undici';
import type { AddressPolicy } from './address-policy.ts';
import { createPinnedAgent, type Patience } from './pinned-agent.ts';
import { toRequestError } from './request-error.ts';
import { resolveHost, type Resolver } from './resolve-host.ts';

/** What every request of a crawler is made with. */
export type Guard = {
  policy: AddressPolicy;
  createResolver: () => Resolver;
  userAgent: string;
  patience: Patience;
};

/** The first value of a header, by its name in lower case. */
export type ReadHeader = (name: string) => string | undefined;
export type SiteAnswer = { url: URL; status: number; header: ReadHeader; body: Readable };

const ACCEPTED = {
  accept: 'text/html,application/xhtml+xml;q=0.9,text/plain;q=0.5',
  'accept-encoding': 'gzip, deflate, br',
};

/**
 * One GET to one checked address, its redirect not followed. The answer's body is open while `read` runs and closed
 * when it settles. Throws what `resolveHost` throws, `ConnectionFailedError`, `CrawlTimeoutError`, `TooLargeError`.
 */
export async function guardedRequest<Value>(
  url: URL,
  guard: Guard,
  signal: AbortSignal,
  read: (answer: SiteAnswer) => Promise<Value>,
): Promise<Value> {
  const addresses = await resolveHost(url, { ...guard, signal });
  const dispatcher = createPinnedAgent(addresses, guard.patience);
  const headers = { ...ACCEPTED, 'user-agent': guard.userAgent };
  try {
    const asked = request(url, { dispatcher, headers, signal });
    const {
      statusCode,
      headers: fields,
      body,
    } = await asked.catch((thrown: unknown) => {
      throw toRequestError(thrown, signal);
    });
    body.on('error', () => undefined);
    return await read({ url, status: statusCode, header: (name) => [fields[name]].flat()[0], body });
  } finally {
    await dispatcher.destroy();
  }
}
