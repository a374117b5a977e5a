/** An IP address as its 4 or 16 bytes. */
export type AddressBytes = readonly number[];

/**
 * The bytes of an address in the plain notation of name servers and of `URL`: four decimal numbers, or the eight groups
 * of IPv6 with `::` for zeros and four decimal numbers at the end. Undefined for every other text: short, octal and
 * hexadecimal forms, zones and brackets are none.
 */
export function parseAddress(text: string): AddressBytes | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

const DECIMAL_BYTE = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[\da-f]{1,4}$/i;

function parseIpv4(text: string): AddressBytes | undefined {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => DECIMAL_BYTE.test(part) && Number(part) < 256);
  return isAddress ? parts.map(Number) : undefined;
}

function parseIpv6(text: string): AddressBytes | undefined {
  const halves = text.split('::');
  const [head, tail] = halves.map((half) => parseGroups(half));
  if (halves.length > 2 || !head) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (!tail || head.length + tail.length > 14) return undefined;
  return [...head, ...Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

/** Groups with colons between, the last one perhaps an IPv4 address; no groups are no bytes. */
function parseGroups(text: string): AddressBytes | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  const last = groups.at(-1) ?? '';
  const ipv4 = last.includes('.') ? parseIpv4(last) : [];
  const plain = last.includes('.') ? groups.slice(0, -1) : groups;
  if (!ipv4 || !plain.every((group) => GROUP.test(group))) return undefined;
  const bytes = plain
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 0xff]);
  return [...bytes, ...ipv4];
}
