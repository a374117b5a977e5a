import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { startTables } from '@hanok/testing';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { buildCrawler, failing } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { type Page, startSite } from '../testing/local-site.ts';

const tables = await startTables([HOST_TABLE]);
const stops: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));
afterAll(tables.stop);

const PAGE = `<title>글</title>${'<p>text '.repeat(3_000)}`;
const READ = { outcome: 'fetched', title: '글', textLength: 12_000 };
const join = (...parts: (Uint8Array | string)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** The body below these `Content-Encoding` headers, in pieces of that size. */
const coded =
  (body: Uint8Array | string, codings: string | string[], size = 1_000_000): Page =>
  async (response) => {
    const names = [codings].flat().flatMap((coding) => ['content-encoding', coding]);
    response.writeHead(200, ['content-type', 'text/html;charset=utf-8', ...names]);
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += size) {
      response.write(bytes.subarray(at, at + size));
      await new Promise(setImmediate);
    }
    response.end();
  };

/** Bytes of a piece: 7, unless the body then comes in more than 500. It cuts characters. */
const smallPiece = (body: Uint8Array | string) => Math.max(7, Math.ceil(Buffer.byteLength(body) / 500));

async function fetchOf(page: Page) {
  const site = await startSite({ '/': page });
  stops.push(site.stop);
  return buildCrawler({ tables, allowedHosts: [site.authority] }).fetch(`${site.origin}/`);
}

/** A member of gzip with every field that its header can have. */
const fullMember = (text: string) =>
  join(
    Uint8Array.of(0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 255, 3, 0, 1, 2, 3),
    'name\0a comment\0',
    Uint8Array.of(9, 9),
    deflateRawSync(text),
    Buffer.alloc(8),
  );

describe('a body is read as browsers do', () => {
  it.each<[string, Uint8Array | string, string | string[]]>([
    ['deflate of zlib', deflateSync(PAGE), 'deflate'],
    ['deflate of zlib without compression', deflateSync(PAGE, { level: 0 }), 'deflate'],
    ['deflate of zlib with a small window', deflateSync(PAGE, { windowBits: 9 }), 'deflate'],
    ['raw deflate', deflateRawSync(PAGE), 'deflate'],
    ['raw deflate without compression', deflateRawSync(PAGE, { level: 0 }), 'deflate'],
    ['raw deflate with fixed codes', deflateRawSync(PAGE, { strategy: constants.Z_FIXED }), 'deflate'],
    ['deflate and bytes behind its end', join(deflateSync(PAGE), '\n<!-- end -->'), 'deflate'],
    ['raw deflate and bytes behind its end', join(deflateRawSync(PAGE), '\0\0\0more'), 'deflate'],
    ['gzip', gzipSync(PAGE), 'gzip'],
    ['gzip and zeros behind its end', join(gzipSync(PAGE), Buffer.alloc(3_000)), 'gzip'],
    ['gzip and text behind its end', join(gzipSync(PAGE), '\r\n<!-- end -->'), 'gzip'],
    ['gzip and one byte behind its end', join(gzipSync(PAGE), 'x'), 'gzip'],
    ['gzip and half a magic number', join(gzipSync(PAGE), Uint8Array.of(0x1f, 0x8b)), 'gzip'],
    [
      'gzip in members',
      join(gzipSync(PAGE.slice(0, 99)), gzipSync(''), gzipSync(PAGE.slice(99)), 'x'),
      'gzip',
    ],
    ['gzip with every field of a header', fullMember(PAGE), 'gzip'],
    ['gzip without its trailer', gzipSync(PAGE).subarray(0, -8), 'gzip'],
    ['gzip with another checksum', join(gzipSync(PAGE).subarray(0, -8), 'checksum'), 'gzip'],
    ['br and bytes behind its end', join(brotliCompressSync(PAGE), '\0\0more'), 'br'],
    ['names in capitals', gzipSync(PAGE), 'GZip'],
    ['x-gzip', gzipSync(PAGE), 'x-gzip'],
    ['identity', PAGE, 'identity'],
    ['two codings', gzipSync(deflateSync(PAGE)), 'deflate, gzip'],
    ['two codings in two headers', brotliCompressSync(gzipSync(PAGE)), ['gzip', 'br']],
    ['twice the same', gzipSync(gzipSync(PAGE)), 'gzip, gzip'],
    ['empty names in a list', gzipSync(PAGE), ' , gzip,, '],
    ['an empty value', PAGE, ''],
    ['identity in a list', gzipSync(PAGE), 'identity, gzip'],
    ...[
      'utf-8',
      'UTF-8',
      'none',
      'binary',
      'text/html',
      'iso-8859-1',
      '8bit',
      'chunked',
      'gzip;q=1',
      '"gzip"',
    ].map((name): [string, string, string] => [`a name of no coding, ${name}`, PAGE, name]),
    ['a coding and a name of none', gzipSync(PAGE), 'gzip, utf-8'],
    ['a coding and a name of none in two headers', gzipSync(PAGE), ['none', 'gzip']],
  ])('%s', async (_, body, codings) => {
    expect(await fetchOf(coded(body, codings))).toMatchObject(READ);
    expect(await fetchOf(coded(body, codings, smallPiece(body)))).toMatchObject(READ);
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, br'])(
    'and is empty where no byte comes under %s',
    async (coding) => {
      expect(await fetchOf(coded('', coding))).toMatchObject({
        outcome: 'fetched',
        title: '',
        textLength: 0,
      });
    },
  );
});

describe('a body cannot be read', () => {
  const html = Buffer.from(PAGE);
  it.each<[string, Uint8Array, string]>([
    // Browsers show an error too: https://fetch.spec.whatwg.org/#handle-content-codings
    ['plain under gzip', html, 'gzip'],
    ['plain under deflate', html, 'deflate'],
    ['plain under br', html, 'br'],
    ['deflate under gzip', deflateSync(PAGE), 'gzip'],
    ['gzip once under gzip twice', gzipSync(PAGE), 'gzip, gzip'],
    ['one byte under gzip', html.subarray(0, 1), 'gzip'],
    ['gzip cut off in its header', fullMember(PAGE).subarray(0, 18), 'gzip'],
    ['gzip cut off', gzipSync(PAGE).subarray(0, 60), 'gzip'],
    ['gzip cut off in a later member', join(gzipSync(PAGE), gzipSync(PAGE).subarray(0, 40)), 'gzip'],
    ['deflate cut off', deflateSync(PAGE).subarray(0, 60), 'deflate'],
    ['raw deflate cut off', deflateRawSync(PAGE).subarray(0, 60), 'deflate'],
    ['br cut off', brotliCompressSync(PAGE).subarray(0, -8), 'br'],
    ['zstd, which was not asked for', zstdCompressSync(PAGE), 'zstd'],
    ['compress, which was not asked for', html, 'compress'],
    ['more than four codings', html, 'br, br, br, br, br'],
  ])('%s', async (_, body, codings) => {
    await expect(fetchOf(coded(body, codings))).resolves.toEqual(failing('UnreadableBodyError'));
  });
});

describe('the limits of a body hold', () => {
  const zeros = Buffer.alloc(6_000_000);
  const tooLarge = failing('TooLargeError');

  it.each<[string, Uint8Array, string]>([
    ['in raw deflate', deflateRawSync(zeros), 'deflate'],
    ['in a later member of gzip', join(gzipSync(PAGE), gzipSync(zeros)), 'gzip'],
    [
      'over many members of gzip',
      join(...Array<Buffer>(60).fill(gzipSync(zeros.subarray(0, 100_000)))),
      'gzip',
    ],
    ['within two codings', gzipSync(gzipSync(zeros)), 'gzip, gzip'],
  ])('%s', async (_, body, codings) => {
    await expect(fetchOf(coded(body, codings))).resolves.toEqual(tooLarge);
  });

  it('over all members of gzip, whose bytes count together', async () => {
    const noise = Buffer.from(Array.from({ length: 6_000 }, (_, i) => 33 + ((i * i * 7_919 + i) % 89)));
    const member = gzipSync(join('<p>', noise));
    const pages = Math.ceil(5_000_001 / (noise.length + 3));
    await expect(fetchOf(coded(join(...Array<Buffer>(pages).fill(member)), 'gzip'))).resolves.toEqual(
      failing('TooLargeError', { message: expect.stringContaining('larger than 5000000 bytes') }),
    );
  });
});
