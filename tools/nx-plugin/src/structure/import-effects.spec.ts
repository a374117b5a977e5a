import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../../..');

/** What the whole process shares, of which a library could change something when it is imported. */
const SHARED = `({
  environment: { ...process.env },
  listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  resources: process.getActiveResourcesInfo().filter((name) => /Timeout|Interval|TCP|Server/.test(name)),
  globals: Object.getOwnPropertyNames(globalThis).filter((name) => !name.startsWith('__')).toSorted(),
  limits: [Error.stackTraceLimit, events.defaultMaxListeners, dns.getDefaultResultOrder()],
  agents: [http.globalAgent.maxSockets, https.globalAgent.maxSockets, http.globalAgent.keepAlive],
  zod: z.config(),
  sharp: [sharp.cache(), sharp.concurrency(), sharp.simd()],
})`;

it('importing a library changes nothing that the whole process shares', async () => {
  const names = globSync('libs/*/package.json', { cwd: ROOT }).map(
    (file): string => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).name,
  );
  expect(names.length).toBeGreaterThan(10);
  const program = `
    import dns from 'node:dns'; import events from 'node:events'; import http from 'node:http'; import https from 'node:https';
    import sharp from 'sharp'; import * as z from 'zod/mini';
    import '@aws-sdk/client-s3'; // It puts a store of its own among the globals, as sharp puts VIPSHOME into the environment.
    const seen = {};
    for (const name of ${JSON.stringify(names)}) {
      const before = JSON.stringify(${SHARED});
      await import(name);
      const after = JSON.stringify(${SHARED});
      if (before !== after) seen[name] = { before: JSON.parse(before), after: JSON.parse(after) };
    }
    console.log(JSON.stringify(seen));
    process.exit();
  `;
  const options = ['--conditions=@hanok/source', '--input-type=module', '--eval', program];
  const { stdout } = await run(process.execPath, options, { cwd: join(ROOT, 'libs/photos') });
  expect(JSON.parse(stdout)).toEqual({});
}, 60_000);
