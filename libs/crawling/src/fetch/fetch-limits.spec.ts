import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { startTables } from '@hanok/testing';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { buildCrawler, failing, type CrawlerSettings } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { html, type Page, redirect, startSite } from '../testing/local-site.ts';

const tables = await startTables([HOST_TABLE]);
const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));
afterAll(tables.stop);

type Settings = Omit<CrawlerSettings, 'tables' | 'allowedHosts'>;

async function serve(pages: Record<string, Page>, settings: Settings = {}) {
  const site = await startSite(pages);
  stops.push(site.stop);
  const crawler = buildCrawler({ tables, allowedHosts: [site.authority], ...settings });
  return { site, fetch: (path = '/') => crawler.fetch(`${site.origin}${path}`) };
}

/** A server below HTTP: robots.txt is 404, any other connection is `talk`ed to. */
async function listen(talk: (socket: Socket) => void, settings: Settings = {}) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    socket.once('data', (request) => {
      if (request.includes('/robots.txt')) socket.end('HTTP/1.1 404 None\r\ncontent-length: 0\r\n\r\n');
      else talk(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  stops.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  const crawler = buildCrawler({ tables, allowedHosts: [authority], ...settings });
  return { fetch: () => crawler.fetch(`http://${authority}/`) };
}

/** Writes the text byte by byte and over and over, until the other side has gone. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text.charAt(at++ % text.length)), 20);
  socket.on('close', () => clearInterval(timer));
}

async function elapsed(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await promise;
  return performance.now() - start;
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n';

describe('time', () => {
  it('ends with the limit where headers come byte by byte', async () => {
    const { fetch } = await listen(
      (socket) => {
        socket.write(HEAD);
        drip(socket, 'x-more: and more\r\n');
      },
      { limits: { totalMs: 600 } },
    );
    const took = await elapsed(expect(fetch()).resolves.toEqual(failing('CrawlTimeoutError')));
    expect(took).toBeLessThan(2_000);
  });

  it('ends with the limit where the body comes byte by byte', async () => {
    const { fetch } = await listen(
      (socket) => {
        socket.write(`${HEAD}\r\n<p>`);
        drip(socket, 'slow ');
      },
      { limits: { totalMs: 600 } },
    );
    const took = await elapsed(expect(fetch()).resolves.toEqual(failing('CrawlTimeoutError')));
    expect(took).toBeLessThan(2_000);
  });

  it.each([
    ['before the headers', ''],
    ['within the headers', HEAD],
    ['within the body', `${HEAD}\r\n<p>`],
  ])('ends early where the site falls silent %s', async (_, text) => {
    const { fetch } = await listen((socket) => socket.write(text), {
      timeouts: { headersMs: 300, bodyMs: 300 },
    });
    const took = await elapsed(expect(fetch()).resolves.toEqual(failing('CrawlTimeoutError')));
    expect(took).toBeLessThan(5_000);
  });

  it('ends at once with the reason of the function that is about to be stopped', async () => {
    const controller = new AbortController();
    const reason = new Error('no time left');
    const site = await startSite({ '/': () => controller.abort(reason) });
    stops.push(site.stop);
    const crawler = buildCrawler({ tables, allowedHosts: [site.authority] });
    await expect(crawler.fetch(`${site.origin}/`, 'crawl-1', controller.signal)).rejects.toBe(reason);
  });
});

describe('redirects', () => {
  it('are followed five times and not six', async () => {
    const hops = Object.fromEntries(
      [1, 2, 3, 4, 5].map((i) => [`/${i}`, redirect(`/${i + 1}`, 300 + ([1, 2, 3, 7, 8][i - 1] ?? 0))]),
    );
    const { site, fetch } = await serve({ ...hops, '/0': redirect('/1'), '/6': html('<title>end</title>') });
    expect(await fetch('/1#top')).toMatchObject({
      title: 'end',
      finalUrl: `${site.origin}/6`,
      url: `${site.origin}/1`,
    });
    await expect(fetch('/0')).resolves.toEqual(failing('TooManyRedirectsError'));
  });

  it('in a loop end after six requests', async () => {
    const { site, fetch } = await serve({ '/a': redirect('/b'), '/b': redirect('/a') });
    await expect(fetch('/a')).resolves.toEqual(failing('TooManyRedirectsError'));
    expect(site.requests.filter((path) => path !== '/robots.txt')).toEqual([
      '/a',
      '/b',
      '/a',
      '/b',
      '/a',
      '/b',
    ]);
  });

  it('to nowhere are a status and not a page', async () => {
    const { fetch } = await serve({
      '/': (response) => response.writeHead(302).end(),
      '/304': (response) => response.writeHead(304).end(),
    });
    await expect(fetch()).resolves.toEqual(failing('HttpStatusError', { status: 302 }));
    await expect(fetch('/304')).resolves.toEqual(failing('HttpStatusError', { status: 304 }));
  });
});

describe('size', () => {
  it('of an endless body is counted while it comes: little more than 5 MB is ever sent', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(65_536, 'a');
    const { fetch } = await serve({
      '/': (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        const pour = () => {
          sent += chunk.length;
          response.write(chunk, () => response.destroyed || pour());
        };
        pour();
      },
    });
    await expect(fetch()).resolves.toEqual(failing('TooLargeError'));
    expect(sent).toBeGreaterThan(4_000_000);
    expect(sent).toBeLessThan(30_000_000);
  });

  it('is 5 MB at most', async () => {
    const { fetch } = await serve({
      '/': html(Buffer.alloc(5_000_000, 'a')),
      '/1': html(Buffer.alloc(5_000_001, 'a')),
    });
    expect(await fetch()).toMatchObject({ textLength: 5_000_000 });
    await expect(fetch('/1')).resolves.toEqual(
      failing('TooLargeError', { message: expect.stringContaining('larger than 5000000 bytes') }),
    );
  });

  const zeros = Buffer.alloc(20_000_000);
  it.each([
    ['gzip', () => gzipSync(zeros)],
    ['deflate', () => deflateSync(zeros)],
    ['br', () => brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })],
  ])('of 20 MB that %s makes small is found out', async (encoding, compress) => {
    const { fetch } = await serve({ '/': html(compress(), { 'content-encoding': encoding }) });
    await expect(fetch()).resolves.toEqual(
      failing('TooLargeError', {
        message: expect.stringContaining('decompresses to more than 100 times its size'),
      }),
    );
  });

  it('of a bomb at the end of an honest page is found out by the bytes', async () => {
    const noise = Buffer.from(Array.from({ length: 400_000 }, (_, i) => 33 + ((i * i * 7919 + i) % 89)));
    const { fetch } = await serve({
      '/': html(gzipSync(Buffer.concat([noise, zeros])), { 'content-encoding': 'gzip' }),
    });
    await expect(fetch()).resolves.toEqual(failing('TooLargeError'));
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('of a page that %s makes 50 times smaller is fine', async (encoding, compress) => {
    const rows = Array.from({ length: 4_000 }, (_, i) => `<tr><td class="cell number">${i}</td></tr>`).join(
      '\n',
    );
    const { fetch } = await serve({
      '/': html(compress(Buffer.from(rows)), { 'content-encoding': encoding }),
    });
    expect(await fetch()).toMatchObject({ textLength: 14_890 });
  });

  it('of the headers is 16 KB at most', async () => {
    const { fetch } = await serve({ '/': html('', { 'x-long': 'a'.repeat(20_000) }) });
    await expect(fetch()).resolves.toEqual(
      failing('TooLargeError', { message: expect.stringContaining('The headers are too large') }),
    );
  });
});

describe('a body', () => {
  it.each([
    ['that is not what its coding says', html('plain', { 'content-encoding': 'gzip' })],
    [
      'that is cut off within its coding',
      html(gzipSync('a'.repeat(9_000)).subarray(0, 30), { 'content-encoding': 'gzip' }),
    ],
    ['in a coding that was not asked for', html('', { 'content-encoding': 'zstd' })],
  ])('%s cannot be read', async (_, page) => {
    const { fetch } = await serve({ '/': page });
    await expect(fetch()).resolves.toEqual(failing('UnreadableBodyError'));
  });

  it('that breaks off is a failed connection', async () => {
    const { fetch } = await listen((socket) => socket.end(`${HEAD}content-length: 100\r\n\r\n<p>`));
    await expect(fetch()).resolves.toEqual(failing('ConnectionFailedError'));
  });

  it('that is not HTTP is a failed connection, whose message names no address', async () => {
    const { fetch } = await listen((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
    await expect(fetch()).resolves.toEqual(
      failing('ConnectionFailedError', { message: expect.not.stringContaining('127.') }),
    );
  });

  it.each(['application/pdf', 'text/plain', 'text/htmlx', 'image/svg+xml', 'application/json'])(
    'of type %j is not HTML',
    async (type) => {
      const { fetch } = await serve({ '/': html('<p>', { 'content-type': type }) });
      await expect(fetch()).resolves.toEqual(failing('NotHtmlError'));
    },
  );

  it.each(['text/html', 'TEXT/HTML;charset=utf-8', 'application/xhtml+xml; charset="utf-8"'])(
    'of type %j is HTML',
    async (type) => {
      const { fetch } = await serve({ '/': html('<title>글</title>', { 'content-type': type }) });
      expect(await fetch()).toMatchObject({ title: '글' });
    },
  );
});

describe('a status', () => {
  it.each([
    [404, undefined, undefined],
    [429, '120', 120],
    [503, '999999', 3_600],
    [500, 'soon', undefined],
  ])('%d with Retry-After %s is a failure that says so', async (status, header, afterSeconds) => {
    const { fetch } = await serve({
      '/': (response) =>
        response.writeHead(status, header === undefined ? {} : { 'retry-after': header }).end('<p>'),
    });
    const outcome = await fetch();
    expect(outcome).toEqual(failing('HttpStatusError', { status }));
    expect(outcome.outcome === 'failed' && outcome.failure.afterSeconds).toBe(afterSeconds);
  });
});
