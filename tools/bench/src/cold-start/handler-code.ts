import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { unzipSync, zipSync } from 'fflate';
import { workspaceRoot } from '@hanok/local';
import { bundleOptions } from '@hanok/nx-plugin/bundle-options';
import { packZip } from '@hanok/nx-plugin/pack-zip';
import { shortenNames } from '@hanok/nx-plugin/shorten-names';

/** Code as it is deployed: a zip, unpacked. */
export type HandlerCode = { taskRoot: string; zipBytes: number };

const EMPTY_HANDLER = 'exports.handler = async () => ({ batchItemFailures: [] });';
const POWERTOOLS = 'tools/bench/src/cold-start/powertools-game-sqs-process.ts';

/** An app's zip and a handler that does nothing, unpacked into a temporary folder. */
export function unpackApp(name: string, nothing: string) {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  writeFileSync(join(folder, 'package.json'), '{}'); // No package.json of the host's decides what is CommonJS.
  const unpack = (into: string, zip: Uint8Array): HandlerCode => {
    const taskRoot = join(folder, into);
    mkdirSync(taskRoot);
    for (const [file, bytes] of Object.entries(unzipSync(zip))) {
      mkdirSync(dirname(join(taskRoot, file)), { recursive: true });
      writeFileSync(join(taskRoot, file), bytes);
    }
    return { taskRoot, zipBytes: zip.length };
  };
  return {
    empty: unpack('empty', zipSync({ 'main.js': Buffer.from(nothing) })),
    ours: unpack('ours', readFileSync(zipOf(name))),
    unpack,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The zip of an app for this machine: one with native code has a second one, for x64. */
function zipOf(name: string): string {
  const zip = join(workspaceRoot, `dist/apps/${name}/${name}`);
  const own = `${zip}-${process.arch}.zip`;
  return existsSync(own) ? own : `${zip}.zip`;
}

/** The handlers of game results under comparison. */
export async function unpackHandlers() {
  const { unpack, ...code } = unpackApp('game-sqs-process', EMPTY_HANDLER);
  return {
    ...code,
    powertools: unpack('powertools', await packed(await bundled(POWERTOOLS))),
    'powertools, bundled as ours': unpack('as-ours', await zipAsOurs(POWERTOOLS)),
  };
}

/** As an app's bundle is packed. */
const packed = (bundle: Uint8Array): Promise<Uint8Array> => packZip({ 'main.js': bundle });

/** Bundles, minifies and packs code as the zips of this workspace are, with more options. */
export async function zipAsOurs(entryPoint: string, more: BuildOptions = {}): Promise<Uint8Array> {
  const bundle = await bundled(entryPoint, { ...bundleOptions, ...more });
  const { code } = await shortenNames(Buffer.from(bundle).toString());
  return packed(Buffer.from(code));
}

/** Bundles and minifies for Node, as CDK's NodejsFunction does with `minify`, and with more options. */
async function bundled(entryPoint: string, more: BuildOptions = {}): Promise<Uint8Array> {
  const result = await build({
    absWorkingDir: workspaceRoot,
    ...(more.stdin === undefined && { entryPoints: [entryPoint] }),
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    tsconfig: 'tsconfig.base.json',
    ...more,
  });
  const [file] = result.outputFiles ?? [];
  if (file === undefined) throw new TypeError(`${entryPoint} gave no bundle.`);
  return file.contents;
}

/** For `bundled`: code that is in no file, in place of an entry point. */
export function stdin(contents: string): BuildOptions {
  return { stdin: { contents, resolveDir: workspaceRoot, loader: 'ts' } };
}
