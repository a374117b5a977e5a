import { type AddressBytes, parseAddress } from './parse-address.ts';
import { GLOBAL_IPV6, SPECIAL_IPV4, SPECIAL_IPV6 } from './special-blocks.ts';

type Block = { bytes: AddressBytes; bits: number };

const specialIpv4 = SPECIAL_IPV4.map(parseBlock);
const specialIpv6 = SPECIAL_IPV6.map(parseBlock);
const globalIpv6 = parseBlock(GLOBAL_IPV6);

/**
 * Whether the address belongs to a host on the public internet. False for every special block of IANA's registries,
 * for IPv6 forms that carry an IPv4 address whatever that is, and for text that is no address in plain notation.
 */
export function isPublicAddress(text: string): boolean {
  const bytes = parseAddress(text);
  if (!bytes) return false;
  if (bytes.length === 4) return !specialIpv4.some((block) => isWithin(bytes, block));
  return isWithin(bytes, globalIpv6) && !specialIpv6.some((block) => isWithin(bytes, block));
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
