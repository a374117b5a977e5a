import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assemblyFolder } from '@hanok/local';

/** A copy of the cloud assembly whose APIs are not throttled: their limit would be what is measured. */
export function copyUnthrottled(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-bench-'));
  cpSync(assemblyFolder, folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify(JSON.parse(readFileSync(path, 'utf8'), withoutThrottling)));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function withoutThrottling(key: string, value: unknown): unknown {
  return key === 'ThrottlingRateLimit' || key === 'ThrottlingBurstLimit' ? undefined : value;
}
