import fc from 'fast-check';

/** One address and more of every kind that a crawl must not reach. */
export const FORBIDDEN_IPV4 = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '169.254.169.253',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.0.1',
  '192.168.255.255',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
] as const;

export const FORBIDDEN_IPV6 = [
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::169.254.169.254',
  '64:ff9b:1::10.0.0.1',
  '100::1',
  '2001::1',
  '2001:0:53aa:64c:0:5efe:7f00:1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:a9fe:a9fe::1',
  '2620:4f:8000::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
] as const;

/** Public addresses, some of them just outside of a forbidden block. */
export const PUBLIC_ADDRESSES = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '52.95.110.1',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2001:db9::1',
  '2003::1',
  '2600:1f18::1',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
  '3fff:1000::1',
] as const;

const DIGITS = '０１２３４５６７８９';
const toFullWidth = (text: string) => text.replace(/\d/g, (digit) => DIGITS[Number(digit)] ?? digit);
const percentEncode = (text: string) =>
  text.replace(/./g, (character) => `%${character.charCodeAt(0).toString(16)}`);

const part = (value: number): fc.Arbitrary<string> =>
  fc.constantFrom(
    String(value),
    `0${value.toString(8)}`,
    `000${value.toString(8)}`,
    `0x${value.toString(16)}`,
    `0X00${value.toString(16).toUpperCase()}`,
  );

/** The four bytes as one to four numbers, the last of which takes the bytes that are left. */
function numbersOf(address: string): fc.Arbitrary<string> {
  const bytes = address.split('.').map(Number);
  return fc.integer({ min: 1, max: 4 }).chain((count) => {
    const last = bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
    const parts = [...bytes.slice(0, count - 1), last].map(part);
    return fc.tuple(...parts).map((texts) => texts.join('.'));
  });
}

/** An IPv4 address in IPv6 clothes: mapped, compatible, translated, NAT64, 6to4, Teredo. */
function embeddingsOf(address: string): string[] {
  const hex = (bytes: number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0'));
  const bytes = address.split('.').map(Number);
  const [a, b, c, d] = hex(bytes);
  const [na, nb, nc, nd] = hex(bytes.map((byte) => byte ^ 0xff));
  return [
    `[::ffff:${address}]`,
    `[0:0:0:0:0:FFFF:${a}${b}:${c}${d}]`,
    `[::${address}]`,
    `[::ffff:0:${address}]`,
    `[64:ff9b::${address}]`,
    `[64:ff9b:1::${a}${b}:${c}${d}]`,
    `[2002:${a}${b}:${c}${d}::1]`,
    `[2001:0:53aa:64c:0:0:${na}${nb}:${nc}${nd}]`,
  ];
}

const dressed = (host: string): fc.Arbitrary<string> =>
  fc.constantFrom(host, `${host}.`, toFullWidth(host), percentEncode(host), host.replaceAll('.', '。'));

/** Hosts that a URL reads as the address, in every notation that it knows. */
export function hostsOf(address: string): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 2, arbitrary: numbersOf(address).chain(dressed) },
    { weight: 1, arbitrary: fc.constantFrom(...embeddingsOf(address)) },
  );
}
