import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../clock.ts';
import { openGateway } from '../gateway/gateway.ts';
import { iam } from '../services/iam/part.ts';
import { openParts } from './open-parts.ts';
import { PARTS } from './parts.ts';

/** Every part of the stack behind a gateway, on a folder of its own and without templates, for specs. */
export async function openStack() {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-parts-'));
  const gateway = await openGateway(0);
  const parts = await openParts(PARTS, {
    region: 'us-east-1',
    accountId: '000000000000',
    gatewayUrl: gateway.url,
    clock: createClock(),
    statePath: (name) => join(folder, name),
    onLine: () => undefined,
    onNotice: () => undefined,
  });
  const services = parts.all.flatMap(({ open }) => open.service ?? []);
  const sites = parts.all.flatMap(({ open }) => open.site ?? []);
  const sockets = parts.all.flatMap(({ open }) => open.sockets ?? []);
  gateway.serve({ services, sites, sockets, ...parts.usesOf(iam) });
  const stop = async () => {
    await gateway.stop();
    await parts[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { url: gateway.url, services, parts, stop };
}
