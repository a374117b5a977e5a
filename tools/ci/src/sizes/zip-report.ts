import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A built zip: its length, and the SHA-256 of its bytes in hexadecimal digits. */
export type BuiltZip = { bytes: number; sha256: string };
/** A zip of the base, of the head or of both. */
export type ZipChange = { zip: string; base?: BuiltZip; head?: BuiltZip };

/** What `dist/apps` of two builds have, zip by zip in the order of their names. */
export function zipReport(base: string, head: string): ZipChange[] {
  const [before, after] = [zipsIn(base), zipsIn(head)];
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().map((zip) => {
    const [old, current] = [before.get(zip), after.get(zip)];
    return { zip, ...(old && { base: old }), ...(current && { head: current }) };
  });
}

function zipsIn(dist: string): Map<string, BuiltZip> {
  const files = globSync('apps/*/*.zip', { cwd: dist });
  return new Map(files.map((file) => [basename(file, '.zip'), builtZip(readFileSync(join(dist, file)))]));
}

function builtZip(bytes: Uint8Array): BuiltZip {
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/**
 * `node tools/ci/src/sizes/zip-report.ts BASE HEAD`: prints the report of two `dist` folders as JSON. It runs with the
 * code of a pull request, and without any right.
 */
function main([base, head]: readonly string[]): void {
  if (base === undefined || head === undefined)
    throw new Error('Give the dist folder of the base and that of the head.');
  console.log(JSON.stringify(zipReport(base, head)));
}

if (import.meta.main) main(process.argv.slice(2));
