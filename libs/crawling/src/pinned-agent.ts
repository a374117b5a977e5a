import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import type { ResolvedAddress } from './resolve-host.ts';

/** Most bytes of an answer's headers. */
export const MAX_HEADER_BYTES = 16_384;

/** How long a site may keep silent, each in milliseconds. */
export type Patience = { connectMs: number; headersMs: number; bodyMs: number };

/**
 * An agent for one request, whose connection goes to one of these addresses whatever the host's name resolves to by
 * now. TLS still checks the certificate for the name.
 */
export function createPinnedAgent(addresses: readonly ResolvedAddress[], patience: Patience): Agent {
  return new Agent({
    connections: 1,
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: patience.headersMs,
    bodyTimeout: patience.bodyMs,
    connect: { lookup: pinTo(addresses), timeout: patience.connectMs },
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
