import { AddressRefusedError } from '../errors.ts';
import { authorityOf, type Host, parseHost, portOf } from './host.ts';
import { isPublicAddress } from './is-public-address.ts';

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
 * The policy that the settings make. Each entry of `allowedHosts` opens one host and port, private or not, to everyone
 * who may start a crawl: it is for tests and demonstrations. `runtimeApi` is the address that runs a function.
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

/** https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4, written as text. */
const MAX_NAME_LENGTH = 253;

/**
 * The host of a URL that may be fetched as far as the URL alone tells, before its name is resolved. Throws
 * `AddressRefusedError` for another scheme, a user name or password, another port, an address that is not public, a name
 * that no name server can know, the name `localhost` (RFC 6761) and the Runtime API.
 */
export function admitUrl(url: URL, policy: AddressPolicy): Host {
  const host = parseHost(url);
  const refusal = refusalOfUrl(url, host, policy);
  if (refusal !== undefined) throw new AddressRefusedError(refusal);
  return host;
}

/** Why the URL is not fetched at this address, one of those that its host resolves to. */
export function refusalOfAddress(address: string, url: URL, policy: AddressPolicy): string | undefined {
  const literal = address.includes(':') ? `[${address}]` : address;
  if (policy.refusedHosts.has(`${literal}:${portOf(url)}`)) return 'the address is refused';
  if (isAllowedHost(url, policy) || policy.isPublic(address)) return undefined;
  return 'the address is not public';
}

function refusalOfUrl(url: URL, host: Host, policy: AddressPolicy): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'the scheme is neither http nor https';
  if (url.username !== '' || url.password !== '') return 'the URL has a user name or a password';
  if (policy.refusedHosts.has(authorityOf(url))) return 'the address is refused';
  if (host.kind === 'address') {
    const refusal = refusalOfAddress(host.address, url, policy);
    if (refusal !== undefined) return refusal;
  }
  if (isAllowedHost(url, policy)) return undefined;
  if (host.kind === 'name' && host.name.length > MAX_NAME_LENGTH)
    return `the host has more than ${MAX_NAME_LENGTH} characters`;
  if (host.kind === 'name' && /(^|\.)localhost$/.test(host.name)) return 'the host is this machine';
  return policy.allowedPorts.has(portOf(url)) ? undefined : 'the port is not open to crawls';
}

/** Whether the URL's host and port are listed as open whatever their address. */
function isAllowedHost(url: URL, policy: AddressPolicy): boolean {
  return policy.allowedHosts.has(authorityOf(url));
}
