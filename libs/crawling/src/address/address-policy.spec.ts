import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AddressRefusedError } from '../errors.ts';
import { admitUrl, createAddressPolicy, isAuthority } from './address-policy.ts';
import { FORBIDDEN_IPV4, FORBIDDEN_IPV6, hostsOf, PUBLIC_ADDRESSES } from './forbidden-addresses.fixture.ts';
import { normalUrl } from './host.ts';
import { isPublicAddress } from './is-public-address.ts';

const policy = createAddressPolicy({});
const admit = (text: string, by = policy) => admitUrl(normalUrl(text), by);
const literal = (address: string) => (address.includes(':') ? `[${address}]` : address);

describe('isPublicAddress', () => {
  it.each([...FORBIDDEN_IPV4, ...FORBIDDEN_IPV6])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(PUBLIC_ADDRESSES)('accepts %s', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each([
    '',
    'localhost',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    'fe80::1%eth0',
    '8.8.8.8.',
    ' 8.8.8.8',
    '8.8.8',
  ])('refuses %j, which is no address in plain notation', (text) =>
    expect(isPublicAddress(text)).toBe(false),
  );
});

describe('a URL with an address as its host', () => {
  it('is refused in 2,600 encodings of forbidden addresses, at least 400 of them different', () => {
    const seen = new Set<string>();
    for (const address of FORBIDDEN_IPV4)
      fc.assert(
        fc.property(hostsOf(address), fc.constantFrom('http', 'https'), (host, scheme) => {
          seen.add(host);
          expect(() => admit(`${scheme}://${host}/`)).toThrow(AddressRefusedError);
        }),
        { numRuns: 100 },
      );
    expect(seen.size).toBeGreaterThanOrEqual(400);
  });

  it.each(FORBIDDEN_IPV6)('is refused for [%s]', (address) => {
    expect(() => admit(`http://[${address}]/`)).toThrow('the address is not public');
  });

  it('is admitted for public ones in every notation of IPv4, and as what it is', () => {
    for (const address of PUBLIC_ADDRESSES) {
      const url = `https://${literal(address)}/`;
      expect(admit(url)).toEqual({ kind: 'address', address });
    }
    expect(admit('http://0x08.010.2056/')).toEqual({ kind: 'address', address: '8.8.8.8' });
  });

  it.each([
    'http://[fe80::1%25eth0]/',
    'http://[fe80::1%eth0]/',
    'http://127.0.0.1:99999/',
    'http://256.0.0.1/',
    'http://1.2.3.4.5/',
  ])('is no URL at all: %s', (text) => expect(URL.canParse(text)).toBe(false));
});

describe('a URL', () => {
  it.each([
    ['ftp://example.com/', 'the scheme is neither http nor https'],
    ['file:///etc/passwd', 'the scheme is neither http nor https'],
    ['gopher://example.com/', 'the scheme is neither http nor https'],
    ['http://user@example.com/', 'the URL has a user name or a password'],
    ['http://example.com:x@127.0.0.1/', 'the URL has a user name or a password'],
    ['http://example.com:22/', 'the port is not open to crawls'],
    ['http://example.com:6379/', 'the port is not open to crawls'],
    ['http://localhost/', 'the host is this machine'],
    ['http://LOCALHOST./', 'the host is this machine'],
    ['http://ⓛocalhost/', 'the host is this machine'],
    ['http://any.localhost/', 'the host is this machine'],
  ])('%s is refused: %s', (text, reason) => {
    expect(() => admit(text)).toThrow(reason);
  });

  it('is admitted with both ports for both schemes, and with others where they are set', () => {
    for (const text of ['http://example.com/', 'http://example.com:443/', 'https://example.com:80/'])
      expect(admit(text)).toEqual({ kind: 'name', name: 'example.com' });
    const open = createAddressPolicy({ allowedPorts: [8080] });
    expect(admit('http://example.com:8080/', open)).toEqual({ kind: 'name', name: 'example.com' });
    expect(() => admit('http://example.com/', open)).toThrow('the port is not open');
  });

  it('has one form: no fragment, no dot at the end of the host, Punycode, and no port that is the scheme’s', () => {
    expect(normalUrl('HTTP://한국.Example.:80/a/../b?q=가#top').href).toBe(
      'http://xn--3e0b707e.example/b?q=%EA%B0%80',
    );
  });
});

describe('an opened host', () => {
  const open = createAddressPolicy({
    allowedHosts: ['127.0.0.1:8080', '[::1]:80'],
    runtimeApi: '127.0.0.1:9001',
  });

  it('is one host with one port', () => {
    expect(admit('http://127.0.0.1:8080/', open)).toEqual({ kind: 'address', address: '127.0.0.1' });
    expect(admit('http://0x7f.1:8080/', open)).toEqual({ kind: 'address', address: '127.0.0.1' });
    expect(admit('http://[0::1]/', open)).toEqual({ kind: 'address', address: '::1' });
    for (const text of [
      'http://127.0.0.1/',
      'http://127.0.0.1:8081/',
      'http://127.0.0.2:8080/',
      'https://[::1]/',
    ])
      expect(() => admit(text, open)).toThrow(AddressRefusedError);
  });

  it('is never the Runtime API, also where it is listed', () => {
    const both = createAddressPolicy({ allowedHosts: ['127.0.0.1:9001'], runtimeApi: '127.0.0.1:9001' });
    for (const by of [open, both]) {
      expect(() => admit('http://127.0.0.1:9001/2018-06-01/runtime/invocation/next', by)).toThrow(
        AddressRefusedError,
      );
      expect(() => admit('http://2130706433:9001/', by)).toThrow(AddressRefusedError);
    }
  });

  it.each([
    '127.0.0.1',
    'host',
    'http://host:80',
    'host:80/path',
    'user@host:80',
    'host:',
    ':80',
    'host:999999',
  ])('cannot be %j', (text) => expect(isAuthority(text)).toBe(false));
});
