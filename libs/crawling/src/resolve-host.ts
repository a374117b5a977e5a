import { isIPv6 } from 'node:net';
import { abortable } from './abortable.ts';
import type { AddressPolicy } from './address-policy.ts';
import { admitUrl, refusalOfAddress } from './admit-url.ts';
import { AddressRefusedError, ConnectionFailedError, HostNotFoundError } from './errors.ts';
import { errorCodeOf } from './error-code.ts';

/** What is used of a resolver of `node:dns/promises`: it asks name servers, never the hosts file. */
export type Resolver = {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  /** Ends what is under way. */
  cancel(): void;
};

export type ResolvedAddress = { address: string; family: 4 | 6 };

/**
 * Every address of the URL's host, asked for once and each one checked: these, and no later answer of a name server,
 * are what a connection may be made to. One that is refused refuses the URL. Throws `AddressRefusedError`,
 * `HostNotFoundError`, and `ConnectionFailedError` when no name server answers.
 */
export async function resolveHost(
  url: URL,
  options: { policy: AddressPolicy; createResolver: () => Resolver; signal: AbortSignal },
): Promise<ResolvedAddress[]> {
  const { policy, createResolver, signal } = options;
  const host = admitUrl(url, policy);
  const addresses =
    host.kind === 'address' ? [host.address] : await askFor(host.name, createResolver(), signal);
  for (const address of addresses) {
    const refusal = refusalOfAddress(address, url, policy);
    if (refusal !== undefined) throw new AddressRefusedError(refusal);
  }
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

/** A failed question is let pass when the other one has answers: these alone are connected to. */
async function askFor(name: string, resolver: Resolver, signal: AbortSignal): Promise<string[]> {
  const answers = Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const settled = await abortable(answers, signal).finally(() => resolver.cancel());
  const addresses = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (addresses.length > 0) return addresses;
  const codes = settled.flatMap((each) => (each.status === 'rejected' ? [errorCodeOf(each.reason)] : []));
  const failed = codes.find((code) => code !== 'ENOTFOUND' && code !== 'ENODATA');
  throw failed === undefined ? new HostNotFoundError() : new ConnectionFailedError(failed);
}
