import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import { workspaceRoot } from '@hanok/local';

/** Code as it is deployed: a zip, unpacked. */
export type HandlerCode = { taskRoot: string; zipBytes: number };

/** The options of a contender's bundle are no longer those of our apps. */
export class BundleDiffersError extends Error {
  override readonly name = 'BundleDiffersError';
}

const emptyHandler = 'exports.handler = async () => ({ batchItemFailures: [] });';
const app = 'game-sqs-process';

/** The three handlers under comparison, unpacked into a temporary folder. */
export async function unpackHandlers() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  writeFileSync(join(folder, 'package.json'), '{}'); // No package.json of the host's decides what is CommonJS.
  const unpack = (name: string, zip: Uint8Array): HandlerCode => {
    const taskRoot = join(folder, name);
    mkdirSync(taskRoot);
    for (const [file, bytes] of Object.entries(unzipSync(zip))) writeFileSync(join(taskRoot, file), bytes);
    return { taskRoot, zipBytes: zip.length };
  };
  const ours = readFileSync(join(workspaceRoot, `dist/apps/${app}/${app}.zip`));
  await requireSameBundle(unzipSync(ours)['main.js']);
  return {
    empty: unpack('empty', packed(Buffer.from(emptyHandler))),
    ours: unpack('ours', ours),
    powertools: unpack(
      'powertools',
      packed(await bundled('tools/bench/src/cold-start/powertools-game-sqs-process.ts')),
    ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function packed(bundle: Uint8Array): Uint8Array {
  return zipSync({ 'main.js': bundle }, { level: 6 });
}

/** Bundles as our apps are bundled. */
async function bundled(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: workspaceRoot,
    entryPoints: [entryPoint],
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    tsconfig: 'tsconfig.base.json',
    conditions: ['@hanok/source', 'module'],
    mainFields: ['module', 'main'],
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    charset: 'utf8',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new TypeError(`${entryPoint} gave no bundle.`);
  return file.contents;
}

/** The options above are good for a comparison only while they make of our app what its build makes of it. */
async function requireSameBundle(built: Uint8Array | undefined): Promise<void> {
  const ours = await bundled(`apps/${app}/src/main.ts`);
  if (built === undefined || !Buffer.from(ours).equals(built))
    throw new BundleDiffersError(
      `The zip of ${app} holds another bundle than the options here make: align them.`,
    );
}
