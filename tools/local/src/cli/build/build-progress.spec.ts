import { describe, expect, it } from '@jest/globals';
import { failureOutput, readBuildLines } from './build-progress.ts';

const BUILD = `
 NX   Running targets synth, build for 2 projects and 4 tasks they depend on:

 NX   Running 2 tasks with @hanok/nx-plugin:bundle

> nx run game-sqs-process:build  [local cache]

dist/apps/game-sqs-process/main.js: 210.0 KB
dist/apps/create-thumbnail/main.js: 511.2 KB
dist/apps/create-thumbnail/create-thumbnail.zip: 8449.9 KB
dist/apps/create-thumbnail/create-thumbnail-x64.zip: 8453.0 KB
\u001b[2m> \u001b[22mnx run game-sqs-process:zip  [existing outputs match the cache, left as is]`;

describe('the progress of a build', () => {
  it('counts each task once: bundles, zips, and what comes from the cache', () => {
    const progress = readBuildLines();
    const all = BUILD.split('\n').map((line) => progress.add(line));
    expect(all.at(0)).toEqual({ total: undefined, done: 0, project: undefined });
    expect(all.map(({ done }) => done).filter((done, index, list) => done !== list[index - 1])).toEqual([
      0, 1, 2, 3, 4,
    ]);
    expect(all.at(-1)).toEqual({ total: 6, done: 4, project: 'game-sqs-process' });
  });
});

describe('the output of a build that failed', () => {
  it('holds all that was said of the failure, and nothing of what went well', () => {
    const error = `Error: Build failed with 1 error:
apps/hello-world/src/main.ts:17:21: ERROR: Could not resolve "./nope.ts"`;
    const nx = 'Failed tasks:\n\n- hello-world:build';
    expect(failureOutput(`${BUILD}\n${error}\n\n\n\n${nx}\n`)).toBe(`${error}\n\n${nx}`);
  });
});
