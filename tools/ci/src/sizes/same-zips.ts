import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of two `dist` folders that deploy or are signed and differ, or are in one of them only, by their path. */
export function differingFiles(one: string, other: string): string[] {
  const files = (dist: string) => globSync(DEPLOYED, { cwd: dist });
  const [left, right] = [files(one), files(other)];
  const isSame = (file: string) =>
    left.includes(file) &&
    right.includes(file) &&
    readFileSync(join(one, file)).equals(readFileSync(join(other, file)));
  return [...new Set([...left, ...right])].filter((file) => !isSame(file)).toSorted();
}

/** Zips, and what stands beside them: notices, lists of contents, source maps. */
const DEPLOYED = 'apps/*/*.*';

/** `node tools/ci/src/sizes/same-zips.ts ONE OTHER`: names each file that differs, and ends with 1 when there is one. */
function main([one, other]: readonly string[]): void {
  if (one === undefined || other === undefined) throw new Error('Give two dist folders.');
  const zips = globSync('apps/*/*.zip', { cwd: one }).length;
  const differing = differingFiles(one, other);
  for (const file of differing) console.log(`${file} differs`);
  console.log(`${zips} zips compared, ${differing.length} files differ`);
  if (zips === 0 || differing.length > 0) process.exitCode = 1;
}

if (import.meta.main) main(process.argv.slice(2));
