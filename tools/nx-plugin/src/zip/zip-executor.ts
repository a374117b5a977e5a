import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { packZip } from './pack-zip.ts';

type Options = { directory: string; files: string[]; outputFile: string };

/** Packs the files of a bundle into a zip; prints its size. */
export default async function zip(
  options: Options,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  const read = (name: string) => readFileSync(join(root, options.directory, name));
  const bytes = packZip(Object.fromEntries(options.files.map((name) => [name, read(name)])));
  const output = join(root, options.outputFile);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, bytes);
  console.log(`${options.outputFile}: ${(bytes.length / 1024).toFixed(1)} KB`);
  return { success: true };
}
