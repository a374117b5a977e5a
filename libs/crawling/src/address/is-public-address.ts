import { type AddressBytes, parseAddress } from './parse-address.ts';

type Block = { bytes: AddressBytes; bits: number };

/**
 * IPv4 blocks that are not the public internet.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/ and https://www.rfc-editor.org/rfc/rfc5771 (multicast)
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT, and metadata of some clouds
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; 169.254.169.254 is the metadata address, 169.254.170.2 that of tasks
  '172.16.0.0/12', // private
  '192.0.0.0/24', // IETF protocols
  '192.0.2.0/24', // documentation
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relays
  '192.168.0.0/16', // private
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, with the broadcast address
].map(parseBlock);

/**
 * The part of IPv6 that is global unicast. Every address outside of it is refused for that alone: loopback,
 * IPv4-mapped and IPv4-compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), discard, SRv6, unique local with the metadata
 * address fd00:ec2::254, link-local, site-local, multicast.
 * https://www.iana.org/assignments/ipv6-address-space/
 */
const GLOBAL_IPV6 = parseBlock('2000::/3');

/** Blocks within it that are not the public internet. https://www.iana.org/assignments/iana-ipv6-special-registry/ */
const SPECIAL_IPV6 = [
  '2001::/23', // IETF protocols: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: an IPv4 address lies inside
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
].map(parseBlock);

/**
 * Whether the address belongs to a host on the public internet. False for every special block of IANA's registries,
 * for IPv6 forms that carry an IPv4 address whatever that is, and for text that is no address in plain notation.
 */
export function isPublicAddress(text: string): boolean {
  const bytes = parseAddress(text);
  if (!bytes) return false;
  if (bytes.length === 4) return !SPECIAL_IPV4.some((block) => isWithin(bytes, block));
  return isWithin(bytes, GLOBAL_IPV6) && !SPECIAL_IPV6.some((block) => isWithin(bytes, block));
}

function parseBlock(text: string): Block {
  const [address = '', bits = ''] = text.split('/');
  const bytes = parseAddress(address);
  if (!bytes) throw new TypeError(`Not a block of addresses: ${text}`);
  return { bytes, bits: Number(bits) };
}

function isWithin(address: AddressBytes, { bytes, bits }: Block): boolean {
  return bytes.every((byte, index) => {
    const mask = maskOf(bits - index * 8);
    return (byte & mask) === ((address[index] ?? 0) & mask);
  });
}

/** The mask of one byte of which so many bits, from the highest on, belong to the block. */
function maskOf(bits: number): number {
  return bits >= 8 ? 0xff : bits <= 0 ? 0 : (0xff << (8 - bits)) & 0xff;
}
