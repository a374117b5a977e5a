import { isIPv6 } from 'node:net';
import { AddressRefusedError, ConnectionFailedError, errorCodeOf, HostNotFoundError } from '../errors.ts';
import { abortable } from '../time-limit.ts';
import { type AddressPolicy, admitUrl, refusalOfAddress } from './address-policy.ts';

/** The part of a resolver of `node:dns/promises` that is used: it asks name servers, never the hosts file. */
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
  options: { addresses: AddressPolicy; createResolver: () => Resolver; signal: AbortSignal },
): Promise<ResolvedAddress[]> {
  const { addresses: policy, createResolver, signal } = options;
  const host = admitUrl(url, policy);
  const addresses =
    host.kind === 'address' ? [host.address] : await askFor(host.name, createResolver(), signal);
  for (const address of addresses) {
    const refusal = refusalOfAddress(address, url, policy);
    if (refusal !== undefined) throw new AddressRefusedError(refusal);
  }
  return addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
}

/** A question that fails does not matter when the other one has answers: these alone are connected to. */
async function askFor(name: string, resolver: Resolver, signal: AbortSignal): Promise<string[]> {
  const answers = Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const settled = await abortable(answers, signal).finally(() => resolver.cancel());
  const addresses = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (addresses.length > 0) return addresses;
  const codes = settled.flatMap((each) => (each.status === 'rejected' ? [errorCodeOf(each.reason)] : []));
  const failed = codes.find((code) => code !== 'ENOTFOUND' && code !== 'ENODATA');
  throw failed === undefined ? new HostNotFoundError() : new ConnectionFailedError(failed);
}
