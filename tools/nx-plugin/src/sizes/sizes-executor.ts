import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { zipSizes } from './zip-sizes.ts';

type Options = { directory: string; zips: readonly string[]; budgetKB: number };

/** `npx nx sizes APP`: prints the bytes of each package in the zips of an app, their total and the budget. */
export default async function sizes(
  options: Options,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  const { directory, zips, budgetKB } = options;
  for (const zip of zips) {
    const rows = zipSizes(root, directory, zip);
    const total = rows.reduce((sum, { bytes }) => sum + bytes, 0);
    console.log(`${zip}, bytes before compression:`);
    for (const { name, bytes } of [...rows, { name: 'all of it', bytes: total }])
      console.log(
        `${number.format(bytes).padStart(12)}  ${((bytes / total) * 100).toFixed(1).padStart(5)} %  ${name}`,
      );
    const size = statSync(join(root, zip)).size;
    const used = (size / 1024 / budgetKB) * 100;
    console.log(
      `${number.format(size).padStart(12)}  compressed: ${(size / 1024).toFixed(1)} KB, ${used.toFixed(1)} % of the budget of ${budgetKB} KB\n`,
    );
  }
  return { success: true };
}

const number = new Intl.NumberFormat('en-US');
