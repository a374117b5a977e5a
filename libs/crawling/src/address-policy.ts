import { isPublicAddress } from './is-public-address.ts';
import { authorityOf } from './parse-host.ts';

/** Where a crawl may go. */
export type AddressPolicy = {
  allowedPorts: ReadonlySet<number>;
  /** Pairs of host and port that are fetched whatever port and address they have. */
  allowedHosts: ReadonlySet<string>;
  /** Pairs of host and port that are never fetched, allowed or not. */
  refusedHosts: ReadonlySet<string>;
  isPublic(address: string): boolean;
};

/**
 * The policy that the settings make. Each entry of `allowedHosts` opens one host and port, private or not, to whoever
 * may start a crawl: it is for tests and demonstrations. `runtimeApi` is the address that a function is run from.
 */
export function createAddressPolicy(settings: {
  allowedPorts?: readonly number[];
  allowedHosts?: readonly string[];
  runtimeApi?: string | undefined;
}): AddressPolicy {
  const { allowedPorts = [80, 443], allowedHosts = [], runtimeApi } = settings;
  return {
    allowedPorts: new Set(allowedPorts),
    allowedHosts: new Set(allowedHosts.map(toAuthority)),
    refusedHosts: new Set(runtimeApi === undefined ? [] : [toAuthority(runtimeApi)]),
    isPublic: isPublicAddress,
  };
}

/** Whether the text is a host and a port with a colon between. */
export function isAuthority(text: string): boolean {
  if (!/^[^/\\?#@\s]+:\d{1,5}$/.test(text)) return false;
  return URL.canParse(`http://${text}`);
}

/** The pair in the form in which a URL has it. */
function toAuthority(hostAndPort: string): string {
  return authorityOf(new URL(`http://${hostAndPort}`));
}
