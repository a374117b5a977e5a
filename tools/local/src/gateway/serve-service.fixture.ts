import { openGateway } from './gateway.ts';
import type { Service } from './service.ts';

/** One service behind a gateway of its own, for specs: every request is for it, and every caller may do everything. */
export async function serveService(
  service: Service | ((url: string) => Service),
): Promise<{ url: string; close(): Promise<void> }> {
  const { url, serve, stop } = await openGateway(0);
  const served = typeof service === 'function' ? service(url) : service;
  serve({
    services: [{ ...served, claims: () => true }],
    callerOf: () => ({ kind: 'external' }),
    authorize: () => undefined,
  });
  return { url, close: stop };
}
