import { randomBytes } from 'node:crypto';
import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { buildCrawler, failing, type CrawlerSettings } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { html, type Page, redirect, startSite, text } from '../testing/local-site.ts';

const tables = await startTables([HOST_TABLE]);
const stops: (() => Promise<void>)[] = [tables.stop];
afterAll(() => Promise.all(stops.map((stop) => stop())));
/** For tests whose clock runs ahead: turns at a host stand in the table, and all sites here are one host. */
const later = await tables.fresh();

const PAGE = html('<title>page</title>');

async function serve(pages: Record<string, Page>) {
  const site = await startSite({ '/page': PAGE, ...pages });
  stops.push(site.stop);
  const build = (settings: Partial<CrawlerSettings> = {}) =>
    buildCrawler({ tables, allowedHosts: [site.authority], ...settings });
  return { site, build, url: `${site.origin}/page` };
}
const status =
  (code: number): Page =>
  (response) =>
    response.writeHead(code).end('User-agent: *\nDisallow: /');
const robotsRequests = ({ requests }: { requests: string[] }) =>
  requests.filter((path) => path === '/robots.txt');

describe('robots.txt', () => {
  it('that disallows the page keeps the crawler from it', async () => {
    const { site, build, url } = await serve({
      '/robots.txt': text('User-agent: HanokCrawler\nDisallow: /page'),
    });
    await expect(build().fetch(url)).resolves.toEqual(failing('RobotsDisallowedError'));
    expect(site.requests).toEqual(['/robots.txt']);
  });

  it.each([400, 401, 403, 404, 410, 451])('of status %i is no rules', async (code) => {
    const { build, url } = await serve({ '/robots.txt': status(code) });
    expect(await build().fetch(url)).toMatchObject({ title: 'page' });
  });

  it.each([500, 502, 503, 599, 429])('of status %i forbids every page for now', async (code) => {
    const { site, build, url } = await serve({ '/robots.txt': status(code) });
    await expect(build().fetch(url)).resolves.toEqual(failing('RobotsUnreachableError'));
    expect(site.requests).toEqual(['/robots.txt']);
  });

  it.each<[string, Page]>([
    [
      'breaks off',
      (response) => response.writeHead(200, { 'content-length': 9 }).write('a', () => response.destroy()),
    ],
    ['falls silent', () => undefined],
    [
      'cannot be decompressed',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('Allow'),
    ],
  ])('that %s forbids every page for now', async (_, page) => {
    const { build, url } = await serve({ '/robots.txt': page });
    const crawler = build({ timeouts: { headersMs: 300, bodyMs: 300 } });
    await expect(crawler.fetch(url)).resolves.toEqual(failing('RobotsUnreachableError'));
    // The log says why, with the places in the code.
    expect(crawler.lines()).toContainEqual(
      expect.objectContaining({
        message: 'page not fetched',
        error: expect.objectContaining({
          cause: expect.objectContaining({ stack: expect.arrayContaining([expect.any(String)]) }),
        }),
      }),
    );
  });

  it('is followed over five redirects; after more there are no rules', async () => {
    const rules = text('User-agent: *\nDisallow: /');
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, i) => [i === 0 ? '/robots.txt' : `/r${i}`, redirect(`/r${i + 1}`)]),
      );
    const five = await serve({ ...chain(5), '/r5': rules });
    await expect(five.build().fetch(five.url)).resolves.toEqual(failing('RobotsDisallowedError'));
    const six = await serve({ ...chain(6), '/r6': rules });
    expect(await six.build().fetch(six.url)).toMatchObject({ title: 'page' });
  });

  it('is read up to 500 KiB, without the line that ends there', async () => {
    const head = 'User-agent: *\n';
    const filler = `#${'x'.repeat(512_000 - head.length - '\nDisallow: /'.length - 1)}`;
    const { build, url } = await serve({
      '/robots.txt': text(`${head}${filler}\nDisallow: /other\nDisallow: /page`),
    });
    expect(await build().fetch(url)).toMatchObject({ title: 'page' });
    const whole = await serve({
      '/robots.txt': text(`${head}${filler.slice(20)}\nDisallow: /p\nDisallow: /other`),
    });
    await expect(whole.build().fetch(whole.url)).resolves.toEqual(failing('RobotsDisallowedError'));
  });

  it('is kept for a day', async () => {
    const { site, build, url } = await serve({ '/robots.txt': text('User-agent: *\nDisallow: /no') });
    const start = Date.now();
    const fetchAt = (seconds: number) =>
      build({ tables: later, now: () => new Date(start + seconds * 1000) }).fetch(url);
    await fetchAt(0);
    await fetchAt(86_000);
    expect(robotsRequests(site)).toHaveLength(1);
    await fetchAt(86_500);
    expect(robotsRequests(site)).toHaveLength(2);
  });

  it('that could not be read is asked for again after 10 s', async () => {
    let code = 500;
    const { build, url } = await serve({ '/robots.txt': (response) => response.writeHead(code).end() });
    const start = Date.now() + 100_000_000;
    const fetchAt = (seconds: number) =>
      build({ tables: later, now: () => new Date(start + seconds * 1000) }).fetch(url);
    await expect(fetchAt(0)).resolves.toEqual(failing('RobotsUnreachableError'));
    code = 404;
    await expect(fetchAt(8)).resolves.toEqual(failing('RobotsUnreachableError'));
    expect(await fetchAt(11)).toMatchObject({ title: 'page' });
  });

  it('too large for an item is read each time', async () => {
    const noise = randomBytes(360_000).toString('base64');
    const { site, build, url } = await serve({
      '/robots.txt': text(`#${noise}\nUser-agent: *\nDisallow: /no`),
    });
    await build().fetch(url);
    await build().fetch(url);
    expect(robotsRequests(site)).toHaveLength(2);
  });

  it('is asked again where a redirect leads', async () => {
    const closed = await serve({ '/robots.txt': text('User-agent: *\nDisallow: /') });
    const open = await serve({
      '/away': redirect(closed.url),
      '/inside': redirect('/private'),
      '/private': PAGE,
      '/robots.txt': text('User-agent: *\nDisallow: /private'),
    });
    const crawler = open.build({ allowedHosts: [open.site.authority, closed.site.authority] });
    for (const path of ['/away', '/inside'])
      await expect(crawler.fetch(open.site.origin + path)).resolves.toEqual(failing('RobotsDisallowedError'));
    expect(closed.site.requests).toEqual(['/robots.txt']);
    expect(open.site.requests).not.toContain('/private');
  });
});

it('sends sites the name of the crawler, and nothing else about it', async () => {
  let headers = {};
  const { build, url } = await serve({
    '/page': (response, request) => {
      headers = request.headers;
      PAGE(response, request);
    },
  });
  await build().fetch(url);
  expect(headers).toEqual({
    host: new URL(url).host,
    connection: expect.any(String),
    'user-agent': 'HanokCrawler/0.1 (+https://crawler.example/)',
    accept: expect.stringMatching(/^text\/html,/),
    'accept-encoding': 'gzip, deflate, br',
  });
});
