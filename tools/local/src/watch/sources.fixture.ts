import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packZip } from '@hanok/nx-plugin/pack-zip';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { openWatch } from './open-watch.ts';

/** A workspace of one app, built and watched, whose function is to be told to run its zip. */
export async function openSources(app: string) {
  const workspace = mkdtempSync(join(tmpdir(), 'hanok-sources-'));
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(workspace, name), content);
  const [dist, main] = [`dist/apps/${app}`, `apps/${app}/src/main.ts`];
  for (const folder of [`apps/${app}/src`, 'libs', 'tools/cloud', 'node_modules', dist, 'dist/cdk.out'])
    mkdirSync(join(workspace, folder), { recursive: true });
  for (const name of ['@typescript', '@types', '@hanok'])
    symlinkSync(join(workspaceRoot, 'node_modules', name), join(workspace, 'node_modules', name));
  cpSync(join(workspaceRoot, 'tsconfig.base.json'), join(workspace, 'tsconfig.base.json'));
  write('package.json', '{ "type": "module" }');
  write(`apps/${app}/project.json`, '{}');
  write(main, 'export const handler = async (): Promise<void> => undefined;');
  const inputs = { [main]: { imports: [], bytesInOutput: 1 } };
  const outputs = { [`${dist}/main.js`]: { inputs } };
  write(`${dist}/meta.json`, JSON.stringify({ inputs, outputs }));
  write(`${dist}/main.js`, '');
  write(`${dist}/${app}.zip`, await packZip({ 'main.js': new Uint8Array() }));
  const watch = openWatch(workspace, join(workspace, 'dist/cdk.out'));
  return {
    watch,
    /** SHA-256 of the app's zip, in hex. */
    sha256: createHash('sha256')
      .update(readFileSync(join(workspace, `${dist}/${app}.zip`)))
      .digest('hex'),
    save: (text: string) => write(main, text),
    async close() {
      await watch.close();
      rmSync(workspace, { recursive: true });
    },
  };
}
