import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';

const WORKSPACE = join(import.meta.dirname, '../../../..');
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
  ['@nx/esbuild in package-lock.json', ALL, 'built anew'],
  ['zod in package-lock.json', ALL, 'built anew'],
  ['ioredis in package-lock.json', of('game-rank'), 'built anew'],
  ['undici in package-lock.json', of('crawl'), 'built anew'],
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
