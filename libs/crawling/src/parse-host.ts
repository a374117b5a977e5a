import { parseAddress } from './parse-address.ts';

/** The host of a URL: an address without brackets, or a name without the dot at its end. */
export type Host = { kind: 'address'; address: string } | { kind: 'name'; name: string };

/**
 * What a URL's host is. `URL` has brought it into its one form before: decimal, octal, hexadecimal and short IPv4,
 * full-width digits and percent signs all come as four decimal numbers, names in lower case and Punycode.
 * https://url.spec.whatwg.org/#host-parsing
 */
export function parseHost(url: URL): Host {
  const bare = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (parseAddress(bare)) return { kind: 'address', address: bare };
  return { kind: 'name', name: bare.replace(/\.$/, '') };
}

/** Host and port as they stand in a list of hosts, with the port also where it is that of the scheme. */
export function authorityOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

/** The port that the URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
