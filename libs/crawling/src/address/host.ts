import { parseAddress } from './parse-address.ts';

/** The host of a URL: an address without brackets, or a name without the dot at its end. */
export type Host = { kind: 'address'; address: string } | { kind: 'name'; name: string };

/**
 * The host of a URL. `URL` has written it in its one form before: decimal, octal, hexadecimal and short IPv4, full-width
 * digits and percent signs all come as four decimal numbers, names in lower case and Punycode.
 * https://url.spec.whatwg.org/#host-parsing
 */
export function parseHost(url: URL): Host {
  const bare = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (parseAddress(bare)) return { kind: 'address', address: bare };
  return { kind: 'name', name: bare.replace(/\.$/, '') };
}

/** Host and port as a list of hosts has them; the port is written also where it is that of the scheme. */
export function authorityOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

/** The port that the URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** The URL in the form under which a page is stored: as `URL` writes it, without fragment and without the dot of a full name. */
export function normalUrl(text: string, base?: URL): URL {
  const url = new URL(text, base);
  url.hash = '';
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}
