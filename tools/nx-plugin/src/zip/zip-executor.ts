import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { batchExecutor, type Outcome, printed } from '../batch-executor.ts';
import type { Cpu } from '../native/elf-machine.ts';
import { nativeFiles } from '../native/native-files.ts';
import { nativeZip } from './native-zip.ts';
import { packZip } from './pack-zip.ts';

type Files = Record<string, Uint8Array>;
type Options = { directory: string; files: string[]; outputFile: string; nativePackages?: string[] };

type Native = (names: readonly string[], cpu: Cpu) => Files;

const { one, batch } = batchExecutor<Options>(async (jobs, workspace) => {
  const native = installedOnce(workspace);
  return printed(await Promise.all(jobs.map(({ options }) => zip(options, workspace, native))));
});
export { batch, one as default };

/** Packs the files of a bundle into a zip, or with native packages into a zip per processor; tells their sizes. */
async function zip(
  { directory, files, outputFile, nativePackages = [] }: Options,
  root: string,
  native: Native,
): Promise<Outcome> {
  const read = (name: string) => readFileSync(join(root, directory, name));
  const bundle: Files = Object.fromEntries(files.map((name) => [name, read(name)]));
  const sizes = await Promise.all(
    nativePackages.length === 0
      ? [write(root, outputFile, bundle)]
      : (['arm64', 'x64'] as const).map((cpu) =>
          write(root, nativeZip(outputFile, cpu), { ...bundle, ...native(nativePackages, cpu) }),
        ),
  );
  return { success: true, terminalOutput: sizes.join('\n') };
}

/** The files of native packages, which npm installs once for all apps that need the same. */
function installedOnce(root: string): Native {
  const known = new Map<string, Files>();
  return (names, cpu) => {
    const key = `${cpu} ${names.join()}`;
    const files = known.get(key) ?? nativeFiles(root, names, cpu);
    known.set(key, files);
    return files;
  };
}

async function write(root: string, outputFile: string, files: Files): Promise<string> {
  const bytes = await packZip(files);
  const output = join(root, outputFile);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, bytes);
  return `${outputFile}: ${(bytes.length / 1024).toFixed(1)} KB`;
}
