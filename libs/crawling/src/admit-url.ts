import type { AddressPolicy } from './address-policy.ts';
import { AddressRefusedError } from './errors.ts';
import { authorityOf, type Host, parseHost, portOf } from './parse-host.ts';

/** The URL in the form under which a page is stored: as `URL` writes it, without fragment and without the dot of a full name. */
export function normalUrl(text: string, base?: URL): URL {
  const url = new URL(text, base);
  url.hash = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}

/**
 * The host of a URL that may be fetched as far as can be said before its name is resolved. Throws
 * `AddressRefusedError` for another scheme, a user name or password, another port, an address that is not public, the
 * name `localhost` (RFC 6761) and the Runtime API.
 */
export function admitUrl(url: URL, policy: AddressPolicy): Host {
  const host = parseHost(url);
  const refusal = refusalOf(url, host, policy);
  if (refusal !== undefined) throw new AddressRefusedError(refusal);
  return host;
}

/** Whether the URL's host and port are listed as open whatever their address. */
export function isOpened(url: URL, policy: AddressPolicy): boolean {
  return policy.allowedHosts.has(authorityOf(url));
}

/** Why one of the addresses that the host resolves to keeps the URL from being fetched. */
export function refusalOfAddress(address: string, url: URL, policy: AddressPolicy): string | undefined {
  const literal = address.includes(':') ? `[${address}]` : address;
  if (policy.refusedHosts.has(`${literal}:${portOf(url)}`)) return 'the address is refused';
  if (isOpened(url, policy) || policy.isPublic(address)) return undefined;
  return 'the address is not public';
}

function refusalOf(url: URL, host: Host, policy: AddressPolicy): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'the scheme is neither http nor https';
  if (url.username !== '' || url.password !== '') return 'the URL has a user name or a password';
  if (policy.refusedHosts.has(authorityOf(url))) return 'the address is refused';
  if (host.kind === 'address') {
    const refusal = refusalOfAddress(host.address, url, policy);
    if (refusal !== undefined) return refusal;
  }
  if (isOpened(url, policy)) return undefined;
  if (host.kind === 'name' && /(^|\.)localhost$/.test(host.name)) return 'the host is this machine';
  return policy.allowedPorts.has(portOf(url)) ? undefined : 'the port is not open to crawls';
}
