import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { batchExecutor, type Outcome, printed } from '../batch-executor.ts';
import { billOfMaterials } from '../contents/bill-of-materials.ts';
import { bundledPackages, checkVersions } from '../contents/bundled-packages.ts';
import { checkLicences } from '../contents/licences.ts';
import { NOTICES, thirdPartyNotices } from '../contents/third-party-notices.ts';
import type { Cpu } from '../native/elf-machine.ts';
import { readLockFile } from '../native/lock-file.ts';
import { type NativeFiles, nativeFiles } from '../native/native-files.ts';
import { billOf, nativeZip } from './native-zip.ts';
import { packZip } from './pack-zip.ts';
import { replaceFile } from './replace-file.ts';

type Options = {
  directory: string;
  files: string[];
  outputFile: string;
  nativePackages?: string[];
  budgetKB: number;
};

/** The packages of native code, and a zip of their files. */
type Native = Pick<NativeFiles, 'packages'> & { zip: Promise<Uint8Array> };
type NativeOf = (names: readonly string[], cpu: Cpu) => Native;

const { one, batch } = batchExecutor<Options>(async (jobs, workspace) => {
  const native = installedOnce(workspace);
  return printed(await Promise.all(jobs.map(({ name, options }) => zip(name, options, workspace, native))));
});
export { batch, one as default };

/** Packs a bundle into a zip, or with native packages into a zip per processor; tells their sizes, or what is wrong. */
async function zip(name: string, options: Options, root: string, native: NativeOf): Promise<Outcome> {
  const { nativePackages = [], outputFile } = options;
  try {
    const sizes = await Promise.all(
      nativePackages.length === 0
        ? [write(name, options, root, outputFile)]
        : (['arm64', 'x64'] as const).map((cpu) =>
            write(name, options, root, nativeZip(outputFile, cpu), native(nativePackages, cpu)),
          ),
    );
    return { success: true, terminalOutput: sizes.join('\n') };
  } catch (error) {
    return { success: false, terminalOutput: String(error) };
  }
}

/** Native packages are installed by npm and compressed once for all apps that need the same. */
function installedOnce(root: string): NativeOf {
  const known = new Map<string, Native>();
  return (names, cpu) => {
    const key = `${cpu} ${names.join()}`;
    const found = known.get(key) ?? install(root, names, cpu);
    known.set(key, found);
    return found;
  };
}

function install(root: string, names: readonly string[], cpu: Cpu): Native {
  const { files, packages } = nativeFiles(root, names, cpu);
  return { packages, zip: packZip(files) };
}

/** Writes a zip with the notices of what is in it, and beside it its bill of materials. */
async function write(
  name: string,
  { directory, files, budgetKB }: Options,
  root: string,
  output: string,
  native?: Native,
): Promise<string> {
  const read = (file: string) => readFileSync(join(root, directory, file));
  const meta: Metafile = JSON.parse(read('meta.json').toString());
  const bundled = bundledPackages(root, meta.outputs[`${directory}/main.js`]?.inputs ?? {});
  const ofNative = native?.packages ?? [];
  const packages = [...bundled, ...ofNative];
  checkVersions(bundled, ofNative);
  checkLicences(packages);
  const notices = thirdPartyNotices({ workspace: root, bundled, native: ofNative });
  const own = [...files.map((file) => [file, read(file)] as const), [NOTICES, Buffer.from(notices)] as const];
  let zip = native === undefined ? await packZip(Object.fromEntries(own)) : await native.zip;
  if (native !== undefined) for (const [file, bytes] of own) zip = await replaceFile(zip, file, bytes);
  const lock = readLockFile(join(root, 'package-lock.json'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(dirname(join(root, output)), { recursive: true });
  writeFileSync(join(root, output), zip);
  writeFileSync(join(root, billOf(output)), billOfMaterials({ name, version, zip, packages, lock }));
  const size = `${output}: ${(zip.length / 1024).toFixed(1)} KB`;
  if (zip.length / 1024 <= budgetKB) return size;
  throw new ZipBudgetError(
    `${size} are more than the budget of ${budgetKB} KB. npx nx sizes ${name} says what is in it; metadata.zipBudgetKB in the project.json of the app sets the budget.`,
  );
}

/** A zip is larger than the budget of its app. */
class ZipBudgetError extends Error {
  override readonly name = 'ZipBudgetError';
}
