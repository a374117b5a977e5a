import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { nativeFiles } from '../native/native-files.ts';
import { nativeZip } from './native-zip.ts';
import { packZip } from './pack-zip.ts';

type Files = Record<string, Uint8Array>;
type Options = { directory: string; files: string[]; outputFile: string; nativePackages?: string[] };

/** Packs the files of a bundle into a zip, or with native packages into a zip per processor; prints their sizes. */
export default async function zip(
  { directory, files, outputFile, nativePackages = [] }: Options,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  const read = (name: string) => readFileSync(join(root, directory, name));
  const bundle: Files = Object.fromEntries(files.map((name) => [name, read(name)]));
  if (nativePackages.length === 0) write(root, outputFile, bundle);
  else
    for (const cpu of ['arm64', 'x64'] as const)
      write(root, nativeZip(outputFile, cpu), { ...bundle, ...nativeFiles(root, nativePackages, cpu) });
  return { success: true };
}

function write(root: string, outputFile: string, files: Files): void {
  const bytes = packZip(files);
  const output = join(root, outputFile);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, bytes);
  console.log(`${outputFile}: ${(bytes.length / 1024).toFixed(1)} KB`);
}
