import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const metadata = z.record(z.string(), z.array(z.record(z.string(), z.json())));

/**
 * Takes the stack traces out of a cloud assembly's metadata files. CDK writes one with every accepted finding and
 * has no switch for it; they name the folder of this clone, so that the same sources would give other bytes elsewhere.
 */
export function stripTraces(cloudAssembly: string): void {
  for (const name of readdirSync(cloudAssembly).filter((file) => file.endsWith('.metadata.json'))) {
    const path = join(cloudAssembly, name);
    const entries = metadata.parse(JSON.parse(readFileSync(path, 'utf8')));
    const stripped = Object.entries(entries).map(([id, list]) => [
      id,
      list.map(({ trace: _, ...rest }) => rest),
    ]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(stripped), undefined, 2));
  }
}
