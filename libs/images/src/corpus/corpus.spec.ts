import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { IS_DEEP, runs, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';
import {
  behindLongBox,
  brokenPngs,
  claimingAvif,
  claimingJpeg,
  claimingTiff,
  gifBomb,
  plainGif,
  pngBomb,
} from './bombs.fixture.ts';
import type { Outcome, Peak } from './corpus-worker.fixture.ts';
import { debianPictures } from './debian-pictures.fixture.ts';
import { mutate } from './mutation.fixture.ts';
import { animation, plain, quarters } from '../pictures.fixture.ts';

/** The function's memory in MB, and what the SDK and the handler take of it besides. */
const MEMORY_MB = 1024;
const REST_MB = 60;
const MUTATED = runs(2_000);

const random = seededRandom(SEED);
/** The quick run makes its pictures; the deep run takes those of `npm run pictures` as well. */
const pictures = new Map<string, Buffer>();
const broken = brokenPngs();
const folders: string[] = [];
beforeAll(async () => {
  if (IS_DEEP) for (const [name, bytes] of await debianPictures()) pictures.set(name, bytes);
  for (const [name, { bytes }] of broken) pictures.set(name, bytes);
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)
    pictures.set(`own.${format}`, await (await quarters(200, 150)).toFormat(format).toBuffer());
  pictures.set('own-animated.gif', await animation(60, 40, 6).gif().toBuffer());
  pictures.set('own-animated.webp', await animation(60, 40, 6).webp().toBuffer());
}, 120_000);
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** Lets a process of its own make thumbnails of the files; fails when it crashes. */
async function thumbnailsOf(files: ReadonlyMap<string, Buffer>) {
  const folder = await mkdtemp(join(tmpdir(), 'hanok-corpus-'));
  folders.push(folder);
  for (const [name, bytes] of files) await writeFile(join(folder, name.replaceAll('/', '~')), bytes);
  const worker = join(import.meta.dirname, 'corpus-worker.fixture.ts');
  const child = spawn(process.execPath, ['--conditions=@hanok/source', worker, folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  const exit = once(child, 'exit');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect({ exit: await exit, errors }).toEqual({ exit: [0, null], errors: '' });
  const lines = output
    .trim()
    .split('\n')
    .map((line): Outcome | Peak => JSON.parse(line));
  const outcomes = lines.filter((line) => 'name' in line);
  const peakMb = lines.flatMap((line) => ('peakMb' in line ? line.peakMb : [])).at(0) ?? Infinity;
  return { outcomes, peakMb };
}

const rejections = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(outcomes.flatMap((each) => ('rejected' in each ? [[each.name, each.rejected]] : [])));
const errors = (outcomes: readonly Outcome[]) => outcomes.filter((each) => 'error' in each);

function expectSmall(outcomes: readonly Outcome[]): void {
  for (const each of outcomes)
    if ('thumbnail' in each) {
      expect(Math.max(each.thumbnail.width, each.thumbnail.height)).toBeLessThanOrEqual(128);
      expect(Math.min(each.thumbnail.width, each.thumbnail.height)).toBeGreaterThanOrEqual(1);
    }
}

const BROKEN_OF_DEBIAN = {
  'png~testdata~invalid-crc32.png': 'Damaged',
  'png~testdata~invalid-noend.png': 'Truncated',
  'png~testdata~invalid-trunc.png': 'Truncated',
  'png~testdata~invalid-zlib.png': 'Damaged',
};

describe('pictures of every kind', () => {
  it('each become a thumbnail; only those made to be broken are rejected', async () => {
    const { outcomes, peakMb } = await thumbnailsOf(pictures);
    expect(outcomes).toHaveLength(pictures.size);
    expect(pictures.size).toBeGreaterThan(IS_DEEP ? 80 : 10);
    expect(errors(outcomes)).toEqual([]);
    expect(rejections(outcomes)).toEqual({
      ...Object.fromEntries([...broken].map(([name, { reason }]) => [name, reason])),
      ...(IS_DEEP && BROKEN_OF_DEBIAN),
    });
    expectSmall(outcomes);
    expect(peakMb).toBeLessThan(MEMORY_MB / 4);
  });

  it(`become thumbnails or rejections with a reason when they are damaged, ${MUTATED} of them, ${SEED_NOTE}`, async () => {
    const sources = [...pictures.entries()];
    const damaged = new Map<string, Buffer>();
    for (let index = 0; index < MUTATED; index += 1) {
      const [name, bytes] = sources[index % sources.length] ?? ['', Buffer.of()];
      damaged.set(`${String(index).padStart(4, '0')}-${name}`, mutate(bytes, random));
    }
    const { outcomes, peakMb } = await thumbnailsOf(damaged);
    expect(outcomes).toHaveLength(MUTATED);
    expect(errors(outcomes)).toEqual([]);
    expectSmall(outcomes);
    const reasons = new Set(Object.values(rejections(outcomes)));
    expect([...reasons]).toEqual(expect.arrayContaining(['NotAPicture', 'Truncated', 'Damaged']));
    expect(outcomes.filter((each) => 'thumbnail' in each).length).toBeGreaterThan(MUTATED / 40);
    expect(peakMb).toBeLessThan(MEMORY_MB - REST_MB);
  }, 120_000);
});

describe('what is made to harm', () => {
  it('is rejected by name, before it takes memory', async () => {
    const files = new Map([
      ['bomb.png', pngBomb(16_000)],
      ['hollow.gif', gifBomb(10, 500)],
      ['large-frames.gif', gifBomb(900, 16_000)],
      ['claims.jpg', await claimingJpeg()],
      ['claims.avif', await claimingAvif(65_500)],
      ['claims-100M.avif', await claimingAvif(100_000_000)],
      ['claims-more.avif', await claimingAvif(250_000_000)],
      ['claims-most.avif', await claimingAvif(0xff_ff_ff_ff)],
      ['claims-behind.avif', behindLongBox(await claimingAvif(250_000_000))],
      ['claims.tiff', await claimingTiff(65_500_000)],
      ['claims-more.tiff', await claimingTiff(250_000_000)],
      ['claims-most.tiff', await claimingTiff(0xff_ff_ff_ff)],
      ['empty.jpg', Buffer.of()],
      ['text.jpg', Buffer.from('한글 text\n'.repeat(1000))],
      ['page.jpg', Buffer.from('<!DOCTYPE html><html><svg/></html>')],
      ['drawing.jpg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
      ['random.jpg', Buffer.from(Array.from({ length: 9000 }, (_, index) => (index * 7919) % 251))],
    ]);
    const { outcomes, peakMb } = await thumbnailsOf(files);
    expect(rejections(outcomes)).toEqual({
      'bomb.png': 'TooManyPixels',
      'hollow.gif': 'Truncated',
      'large-frames.gif': 'TooManyPixels',
      'claims.jpg': 'TooManyPixels',
      'claims.avif': 'Damaged',
      'claims-100M.avif': 'TooManyPixels',
      'claims-more.avif': 'TooManyPixels',
      'claims-most.avif': 'TooManyPixels',
      'claims-behind.avif': 'TooManyPixels',
      'claims.tiff': 'TooManyPixels',
      'claims-more.tiff': 'Damaged',
      'claims-most.tiff': 'Damaged',
      'empty.jpg': 'Empty',
      'text.jpg': 'NotAPicture',
      'page.jpg': 'NotAPicture',
      'drawing.jpg': 'FormatRefused',
      'random.jpg': 'NotAPicture',
    });
    expect(files.get('bomb.png')?.length).toBeLessThan(800_000);
    expect(peakMb).toBeLessThan(MEMORY_MB / 4);
  }, 60_000);
});

describe('the largest pictures within the limits', () => {
  const clear = { r: 200, g: 30, b: 30, alpha: 0.5 };
  const deep = sharp({ create: { width: 7_070, height: 7_070, channels: 4, background: clear } });
  const large = plain(7_070, 7_070);
  const makers: [string, () => Promise<Buffer>][] = [
    [
      'progressive.jpg',
      () => large.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
    ],
    [
      'interlaced-16.png',
      () => deep.toColourspace('rgb16').png({ progressive: true, compressionLevel: 1 }).toBuffer(),
    ],
    ['lossless.webp', () => large.clone().webp({ lossless: true, effort: 0 }).toBuffer()],
    ['tiles.tiff', () => large.clone().tiff({ tile: true, compression: 'deflate' }).toBuffer()],
    ['frames.gif', () => Promise.resolve(plainGif(200, 500))],
    ['most.avif', () => plain(6_050, 6_050).avif({ effort: 0 }).toBuffer()],
  ];
  const drawn = random.shuffle(makers).slice(0, runs(makers.length));

  it(`are made within the memory of the function, ${drawn.length} of ${makers.length}, ${SEED_NOTE}`, async () => {
    const files = new Map<string, Buffer>();
    for (const [name, make] of drawn) files.set(name, await make());
    const { outcomes, peakMb } = await thumbnailsOf(files);
    expect(outcomes).toHaveLength(drawn.length);
    expect(errors(outcomes)).toEqual([]);
    expect(rejections(outcomes)).toEqual({});
    expectSmall(outcomes);
    expect(peakMb).toBeLessThan(MEMORY_MB - REST_MB);
  }, 300_000);
});
