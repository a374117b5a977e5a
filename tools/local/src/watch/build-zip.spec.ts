import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { readApps } from './apps.ts';
import { buildZip } from './build-zip.ts';

const apps = readApps(workspaceRoot);

it.each(['game-rank-update', 'create-thumbnail'])(
  'the zip of %s has the very bytes that deploy',
  async (name) => {
    const app = apps.find((each) => each.name === name);
    if (app === undefined) throw new Error(`${name} was not built`);
    const { bytes, inputs, used } = await buildZip(workspaceRoot, app);
    expect(readFileSync(join(workspaceRoot, app.zip)).equals(bytes)).toBe(true);
    expect(inputs).toEqual(app.inputs);
    expect(used).toEqual(app.used);
  },
);
