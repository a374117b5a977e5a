import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';

const WORKSPACE = join(import.meta.dirname, '../../../..');
const ALL = readdirSync(join(WORKSPACE, 'apps'));
const of = (...prefixes: string[]) => ALL.filter((app) => prefixes.some((prefix) => app.startsWith(prefix)));
const TESTS_OF_ZIPS = ['@hanok/cloud', '@hanok/local', '@hanok/nx-plugin'];

/** What is touched, the apps that it affects, and whether it affects what reads the zips of apps. */
const TOUCHES: readonly (readonly [
  string,
  readonly string[],
  'and what reads zips' | 'and no reader of zips',
])[] = [
  ['apps/ride-reader/src/main.ts', ['ride-reader'], 'and what reads zips'],
  ['apps/ride-reader/project.json', ['ride-reader'], 'and what reads zips'],
  ['libs/rides/src/index.ts', ['request-unicorn', 'ride-complete', 'ride-reader'], 'and what reads zips'],
  ['tools/nx-plugin/src/zip/pack-zip.ts', ALL, 'and what reads zips'],
  ['tools/nx-plugin/src/bundle/bundle-options.ts', ALL, 'and what reads zips'],
  ['tools/nx-plugin/src/contents/licences.ts', ALL, 'and what reads zips'],
  ['tools/nx-plugin/src/native/licences/GPL-3.0.txt', ALL, 'and what reads zips'],
  ['tools/nx-plugin/src/zip/pack-zip.spec.ts', [], 'and no reader of zips'],
  ['tools/nx-plugin/src/check/lint.ts', ALL, 'and what reads zips'],
  ['tools/nx-plugin/README.md', [], 'and no reader of zips'],
  ['tools/bench/src/bench.ts', [], 'and no reader of zips'],
  ['tools/pack/package.json', [], 'and no reader of zips'],
  ['tools/game-server/package.json', [], 'and no reader of zips'],
  ['docs/ci.md', [], 'and no reader of zips'],
  ['README.md', [], 'and no reader of zips'],
  ['tsconfig.base.json', ALL, 'and what reads zips'],
  ['.nvmrc', ALL, 'and what reads zips'],
  ['nx.json', ALL, 'and what reads zips'],
  ['esbuild in package-lock.json', ALL, 'and what reads zips'],
  ['fflate in package-lock.json', ALL, 'and what reads zips'],
  ['@nx/esbuild in package-lock.json', ALL, 'and what reads zips'],
  ['zod in package-lock.json', ALL, 'and what reads zips'],
  ['ioredis in package-lock.json', of('game-rank'), 'and what reads zips'],
  ['undici in package-lock.json', of('crawl'), 'and what reads zips'],
  [
    '@img/sharp-libvips-linux-arm64 in package-lock.json',
    ['create-thumbnail', ...of('photo')],
    'and what reads zips',
  ],
];

let affected: string[][] = [];
beforeAll(() => {
  const env = { ...process.env, NX_DAEMON: 'false', NX_CACHE_PROJECT_GRAPH: 'false' };
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@hanok/source', join(import.meta.dirname, 'affected-by.fixture.ts')],
    { cwd: WORKSPACE, env, encoding: 'utf8', input: JSON.stringify(TOUCHES.map(([touch]) => touch)) },
  );
  const answer = stdout.split('\n').findLast((line) => line.startsWith('[['));
  if (answer === undefined) throw new Error(stderr);
  affected = JSON.parse(answer);
}, 120_000);

it.each(TOUCHES.map(([touch, apps, readers], index) => ({ touch, apps, readers, index })))(
  '$touch affects the apps of which a target reads it, $readers',
  ({ apps, readers, index }) => {
    const projects = affected[index] ?? [];
    expect(ALL.filter((app) => projects.includes(app))).toEqual(apps);
    const tests = TESTS_OF_ZIPS.filter((each) => projects.includes(each));
    if (readers === 'and what reads zips') expect(tests).toEqual(TESTS_OF_ZIPS);
    else expect(tests).not.toContain('@hanok/cloud');
  },
);
