import { startTables } from '@hanok/testing';
import { afterAll, expect, it } from '@jest/globals';
import { buildCrawler, failing } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { html, type Page, startSite, text } from '../testing/local-site.ts';

const tables = await startTables([HOST_TABLE]);
const stops: (() => Promise<void>)[] = [tables.stop];
afterAll(() => Promise.all(stops.map((stop) => stop())));

/** A redirect below HTTP, since the bytes of `location` go out as they are. */
const rawRedirect =
  (location: Uint8Array): Page =>
  ({ socket }) => {
    socket?.write('HTTP/1.1 302 Found\r\nconnection: close\r\ncontent-length: 0\r\nlocation: ');
    socket?.write(location);
    socket?.end('\r\n\r\n');
  };

/** What is asked for where `/` redirects to these bytes. */
async function followed(location: Uint8Array, pages: Record<string, Page> = {}) {
  const site = await startSite({ '/': rawRedirect(location), ...pages });
  stops.push(site.stop);
  const outcome = await buildCrawler({ tables, allowedHosts: [site.authority] }).fetch(`${site.origin}/`);
  return { outcome, origin: site.origin, asked: site.requests.at(-1) };
}

it.each([
  ['UTF-8 in the path', Buffer.from('/경로'), '/%EA%B2%BD%EB%A1%9C'],
  ['the three bytes EA B2 BD', Buffer.from('2feab2bd', 'hex'), '/%EA%B2%BD'],
  ['UTF-8 in the query', Buffer.from('/a?q=경#그'), '/a?q=%EA%B2%BD'],
  ['code page 949', Buffer.from('2fb0e63f713db0e6', 'hex'), '/%B0%E6?q=%B0%E6'],
  ['bytes from 80 on', Buffer.from('2f809fa0ff', 'hex'), '/%80%9F%A0%FF'],
  ['percent signs', Buffer.from('/%EA%B2%BD%2f?q=%ea'), '/%EA%B2%BD%2f?q=%ea'],
  ['percent signs and bytes', Buffer.from('/%EA%B2%BD/경'), '/%EA%B2%BD/%EA%B2%BD'],
  ['a relative URL', Buffer.from('é'), '/%C3%A9'],
])('asks for the bytes of a Location as they are: %s', async (_, location, path) => {
  const { outcome, origin, asked } = await followed(location, {
    [path.replace(/\?.*$/, '')]: html('<title>there</title>'),
  });
  expect(asked).toBe(path);
  expect(outcome).toMatchObject({ title: 'there', finalUrl: origin + path });
});

it('reads a host of raw bytes as UTF-8', async () => {
  const site = await startSite({ '/': rawRedirect(Buffer.from('http://경로.example/')) });
  stops.push(site.stop);
  const names: string[] = [];
  const resolve = async (name: string) => {
    names.push(name);
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  const createResolver = () => ({ resolve4: resolve, resolve6: resolve, cancel: () => undefined });
  const crawler = buildCrawler({ tables, allowedHosts: [site.authority], createResolver });
  await expect(crawler.fetch(`${site.origin}/`)).resolves.toEqual(failing('HostNotFoundError'));
  expect(new Set(names)).toEqual(new Set(['xn--289ak4t.example']));
});

it('follows two Location headers that say the same, and refuses those that differ', async () => {
  const site = await startSite({
    '/same': (response) => response.writeHead(302, ['location', '/a', 'location', '/a']).end(),
    '/other': (response) => response.writeHead(302, ['location', '/a', 'location', '/b']).end(),
    '/a': html('<title>there</title>'),
  });
  stops.push(site.stop);
  const crawler = buildCrawler({ tables, allowedHosts: [site.authority] });
  expect(await crawler.fetch(`${site.origin}/same`)).toMatchObject({ title: 'there' });
  await expect(crawler.fetch(`${site.origin}/other`)).resolves.toEqual(
    failing('AddressRefusedError', { message: 'the redirect is to more than one URL' }),
  );
});

it('does the same where robots.txt redirects', async () => {
  const site = await startSite({
    '/robots.txt': rawRedirect(Buffer.from('/규칙')),
    '/%EA%B7%9C%EC%B9%99': text('User-agent: *\nDisallow: /'),
  });
  stops.push(site.stop);
  const crawler = buildCrawler({ tables, allowedHosts: [site.authority] });
  await expect(crawler.fetch(`${site.origin}/`)).resolves.toEqual(failing('RobotsDisallowedError'));
});
