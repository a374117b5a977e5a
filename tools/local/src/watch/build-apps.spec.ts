import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stopBundling } from '@hanok/nx-plugin/bundle-app';
import { IS_DEEP } from '@hanok/testing';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { type App, readApps } from './apps.ts';
import { createAppBuilder } from './build-apps.ts';

let built: App[];
const { buildApps } = createAppBuilder(workspaceRoot);
beforeAll(async () => void (built = await readApps(workspaceRoot)));
afterAll(stopBundling);

/** What the build has noted of an app, and its zip that deploys. */
function deployed(name: string) {
  const app = built.find((each) => each.name === name);
  if (app === undefined) throw new Error(`${name} was not built`);
  return { app, zip: readFileSync(join(workspaceRoot, app.zip)) };
}

/** An app of which nothing is known yet. */
const unknown = (app: App): App => ({ ...app, mainSha256: '', inputs: new Set(), used: new Set() });

async function expectSameBytes(names: readonly string[]): Promise<void> {
  const all = names.map(deployed);
  const apps = await buildApps(all.map(({ app }) => unknown(app)));
  expect(apps).toHaveLength(names.length);
  for (const { app, zip } of all) {
    const now = apps.find((each) => each.app.name === app.name);
    expect([app.name, now && 'zip' in now && now.zip !== undefined && zip.equals(now.zip)]).toEqual([
      app.name,
      true,
    ]);
    expect({ ...now?.app, native: [] }).toEqual({ ...app, native: [] });
  }
}

describe('the zips of apps that the watch builds have the very bytes that deploy', () => {
  it('of one app, at first and with what was kept of it', async () => {
    await expectSameBytes(['game-sqs-process']);
    await expectSameBytes(['game-sqs-process']);
  });

  it('of an app with native packages, which are not packed again', () =>
    expectSameBytes(['create-thumbnail']));

  it('of apps that are built together', () =>
    expectSameBytes(IS_DEEP ? built.map(({ name }) => name) : ['hello-world', 'ride-reader', 'team-draw']));
});

it('gives no zip for an app whose bundle is what it was', async () => {
  const { app } = deployed('hello-world');
  expect(await buildApps([app])).toEqual([{ app }]);
});
