import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IS_DEEP } from '@hanok/testing';
import { copyWorkspace, runInCopy, WORKSPACE } from '../workspace-copy.fixture.ts';

const ALL = readdirSync(join(WORKSPACE, 'apps'));
const of = (...prefixes: string[]) => ALL.filter((app) => prefixes.some((prefix) => app.startsWith(prefix)));
const RIDES = ['request-unicorn', 'ride-complete', 'ride-reader'];
const SCORING = ['game-match-request', 'game-rank-rebuild', 'game-rank-repair', 'game-sqs-process'];
const MATCHES = ['game-flexmatch-event', ...of('game-match')];
const TESTS_OF_ZIPS = ['@hanok/cloud', '@hanok/local', '@hanok/nx-plugin'];

type Touch = readonly [touched: string, apps: readonly string[], zips: 'built anew' | 'found in the cache'];

/** What is touched, the apps that it affects, and whether their zips are built anew. */
const TOUCHES: readonly Touch[] = [
  ['apps/ride-reader/src/main.ts', ['ride-reader'], 'built anew'],
  ['apps/ride-reader/project.json', ['ride-reader'], 'built anew'],
  ['libs/rides/src/index.ts', RIDES, 'built anew'],
  ['tools/nx-plugin/src/zip/pack-zip.ts', ALL, 'built anew'],
  ['tools/nx-plugin/src/bundle/bundle-options.ts', ALL, 'built anew'],
  ['tools/nx-plugin/src/contents/licences.ts', ALL, 'built anew'],
  ['tools/nx-plugin/src/native/licences/GPL-3.0.txt', ALL, 'built anew'],
  ['tools/nx-plugin/src/zip/pack-zip.spec.ts', [], 'found in the cache'],
  ['tools/nx-plugin/src/check/lint.ts', ALL, 'found in the cache'],
  ['tools/nx-plugin/README.md', [], 'found in the cache'],
  ['tools/bench/src/bench.ts', [], 'found in the cache'],
  ['tools/pack/package.json', [], 'found in the cache'],
  ['tools/game-server/package.json', [], 'found in the cache'],
  ['docs/ci.md', [], 'found in the cache'],
  ['README.md', [], 'found in the cache'],
  ['tsconfig.base.json', ALL, 'built anew'],
  ['.nvmrc', ALL, 'built anew'],
  ['nx.json', ALL, 'built anew'],
  // The schema of a message affects who uses it; the specs of three apps of other systems read the player table.
  ['libs/scoring/src/game-result.ts', SCORING, 'built anew'],
  ['libs/ranking/src/player-image.ts', of('game-rank'), 'built anew'],
  ['libs/rides/src/ride-answer.ts', RIDES, 'built anew'],
  ['libs/matchmaking/src/tickets/flexmatch-event.ts', MATCHES, 'built anew'],
  ['libs/crawling/src/messages/crawl-job.ts', of('crawl'), 'built anew'],
  ['libs/photos/src/photo.ts', of('photo'), 'built anew'],
  ['libs/training/src/training-request.ts', of('training'), 'built anew'],
  ['libs/drawing/src/draw-request.ts', ['team-draw'], 'built anew'],
  ['libs/greetings/src/greeting.ts', ['hello-world'], 'built anew'],
  // Every app has a shell, and the shells read the formats of AWS.
  ['libs/events/src/aws/sqs.ts', ALL, 'built anew'],
  ['libs/events/src/parse-input.ts', ALL, 'built anew'],
  // What only specs, editors and readers see: Nx lists the projects of a file's users, their zips stay.
  ['apps/ride-reader/src/main.spec.ts', ['ride-reader'], 'found in the cache'],
  ['libs/rides/src/request-ride.spec.ts', RIDES, 'found in the cache'],
  ['libs/rides/src/ride-app.fixture.ts', RIDES, 'found in the cache'],
  ['libs/rides/README.md', RIDES, 'found in the cache'],
  ['libs/rides/src/samples/request-unicorn.json', RIDES, 'found in the cache'],
  ['libs/scoring/src/samples/game-result.json', SCORING, 'found in the cache'],
  ['libs/matchmaking/src/testing/flexmatch-event.ts', MATCHES, 'found in the cache'],
  ['libs/events/src/aws/s3.spec.ts', ALL, 'found in the cache'],
  ['libs/events/src/samples/s3-put.json', ALL, 'found in the cache'],
  ['libs/events/src/testing/sqs-event.ts', ALL, 'found in the cache'],
  ['libs/lambda/src/testing/index.ts', ALL, 'found in the cache'],
  ['libs/testing/src/serve.ts', ALL, 'found in the cache'],
  ['libs/engines/src/index.ts', ALL, 'found in the cache'],
  // Nx knows who needs a package; a zip takes the lock file as one, and the cache none that was built with another.
  ['esbuild in package-lock.json', ALL, 'built anew'],
  ['fflate in package-lock.json', ALL, 'built anew'],
  ['@swc/core in package-lock.json', ALL, 'built anew'],
  ['@nx/esbuild in package-lock.json', ALL, 'built anew'],
  ['zod in package-lock.json', ALL, 'built anew'],
  ['ioredis in package-lock.json', of('game-rank'), 'built anew'],
  ['htmlparser2 in package-lock.json', of('crawl'), 'built anew'],
  ['@img/sharp-libvips-linux-arm64 in package-lock.json', ['create-thumbnail', ...of('photo')], 'built anew'],
];

let answers: { affected: string[]; zips: string[] }[] = [];
beforeAll(() => {
  const env = { ...process.env, NX_DAEMON: 'false', NX_CACHE_PROJECT_GRAPH: 'false' };
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@hanok/source', join(import.meta.dirname, 'affected-by.fixture.ts')],
    { cwd: WORKSPACE, env, encoding: 'utf8', input: JSON.stringify(TOUCHES.map(([touch]) => touch)) },
  );
  const answer = stdout.split('\n').findLast((line) => line.startsWith('[{'));
  if (answer === undefined) throw new Error(stderr);
  answers = JSON.parse(answer);
}, 120_000);

it.each(TOUCHES.map(([touch, apps, zips], index) => ({ touch, apps, zips, index })))(
  '$touch affects the apps of which a target reads it and what reads zips; zips are $zips',
  ({ touch, apps, zips, index }) => {
    const { affected = [], zips: built = [] } = answers[index] ?? {};
    expect(ALL.filter((app) => affected.includes(app))).toEqual(apps);
    const tests = TESTS_OF_ZIPS.filter((each) => affected.includes(each));
    if (apps.length > 0) expect(tests).toEqual(TESTS_OF_ZIPS);
    else expect(tests).not.toContain('@hanok/cloud');
    const isLock = touch.endsWith('package-lock.json');
    expect(built.toSorted()).toEqual(zips === 'found in the cache' ? [] : isLock ? ALL : apps.toSorted());
  },
);

const MINUTES = 60_000;

type Edit = { file: string; from: string; to: string; changed: readonly string[]; equal: number };

/** Edits of files, the apps whose zips then have other bytes, and the number of affected apps whose zips have the same. */
const EDITS: readonly Edit[] = [
  {
    ...{
      file: 'libs/rides/src/ride-answer.ts',
      from: 'z.object({ PickupLocation',
      to: 'z.strictObject({ PickupLocation',
    },
    ...{ changed: ['request-unicorn'], equal: 2 },
  },
  {
    ...{ file: 'libs/scoring/src/game-result.ts', from: '1_000_000_000', to: '999_999_999' },
    ...{ changed: ['game-sqs-process'], equal: 3 },
  },
  {
    ...{ file: 'libs/events/src/aws/s3.ts', from: 'expected version 2', to: 'expected a version 2' },
    ...{ changed: ['create-thumbnail', 'photo-start'], equal: ALL.length - 2 },
  },
  {
    ...{ file: 'libs/events/src/parse-input.ts', from: '\n/**', to: '\n// A comment.\n/**' },
    ...{ changed: [], equal: ALL.length },
  },
  {
    ...{ file: 'libs/rides/src/samples/request-unicorn.json', from: '47.6174755835663', to: '47.5' },
    ...{ changed: [], equal: 3 },
  },
  {
    ...{ file: 'libs/rides/src/request-ride.spec.ts', from: "it('", to: "it('still " },
    ...{ changed: [], equal: 3 },
  },
  {
    ...{ file: 'apps/team-draw/src/main.ts', from: "observe('team-draw')", to: "observe('team-draws')" },
    ...{ changed: ['team-draw'], equal: 0 },
  },
];

if (IS_DEEP)
  describe('the zips that have other bytes', () => {
    let copy = '';
    let before = new Map<string, string>();
    beforeAll(async () => {
      copy = await copyWorkspace('changed-zips-');
      before = await zipsOf(copy);
    }, 9 * MINUTES);
    afterAll(() => rmSync(copy, { recursive: true, force: true }));

    it.each(EDITS)(
      'after a touch of $file are among those of the affected apps',
      async ({ file, from, to, changed, equal }) => {
        const path = join(copy, file);
        const text = readFileSync(path, 'utf8');
        expect(text).toContain(from);
        writeFileSync(path, text.replace(from, to));
        const affected = await affectedApps(copy, file);
        const after = await zipsOf(copy);
        writeFileSync(path, text);
        const found = ALL.filter((app) => after.get(app) !== before.get(app));
        expect(found.filter((app) => !affected.includes(app))).toEqual([]);
        expect({ changed: found, equal: affected.length - found.length }).toEqual({ changed, equal });
      },
      9 * MINUTES,
    );
  });

/** Builds the zips of a workspace, and answers a digest of those of each app. */
async function zipsOf(folder: string): Promise<Map<string, string>> {
  await runInCopy(folder, 'node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'zip', '--output-style=static');
  return new Map(
    ALL.map((app) => {
      const zips = globSync(`dist/apps/${app}/*.zip`, { cwd: folder }).toSorted();
      const hash = createHash('sha256');
      for (const zip of zips) hash.update(readFileSync(join(folder, zip)));
      return [app, `${zips.length} ${hash.digest('hex')}`];
    }),
  );
}

/** The apps that `nx affected` lists for a file. */
async function affectedApps(folder: string, file: string): Promise<string[]> {
  const said = await runInCopy(
    folder,
    ...['node_modules/nx/dist/bin/nx.js', 'show', 'projects', '--affected', `--files=${file}`, '--json'],
  );
  const projects: string[] = JSON.parse(said.slice(said.indexOf('[')));
  return ALL.filter((app) => projects.includes(app));
}
