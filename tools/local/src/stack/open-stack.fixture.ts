import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, createClock } from '../clock.ts';
import { openGateway } from '../gateway/gateway.ts';
import { iam } from '../services/iam/part.ts';
import { openParts } from './open-parts.ts';
import { PARTS } from './parts.ts';

/** Every part of the stack behind a gateway, on a folder of its own and without templates, for specs. */
export async function openStack(clock: Clock = createClock()) {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-parts-'));
  const gateway = await openGateway(0);
  const place = { region: 'us-east-1', accountId: '000000000000', gatewayUrl: gateway.url };
  const parts = await openParts(PARTS, {
    ...place,
    clock,
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
  return { url: gateway.url, place, services, parts, stop };
}
