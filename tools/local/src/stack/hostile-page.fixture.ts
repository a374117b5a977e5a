import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startChildProcess } from '@hanok/engines';
import { findChromium } from '../cli/ensure-program.ts';

/** What one try of a page came to: `read` what it could read, `sent` when it cannot know, else the browser's error. */
type Attempts = Record<string, string>;

/**
 * Opens a page in a real browser whose script is `attack`, an async function body that answers `Attempts`. The page's
 * site is at `http://HOST:PORT`, where HOST is a name that the browser takes for 127.0.0.1.
 */
export async function runPage(host: string, attack: string): Promise<Attempts> {
  const { promise: result, resolve } = Promise.withResolvers<Attempts>();
  const page = `<!doctype html><script type="module">
    const attempts = await (async () => { ${attack} })();
    await fetch('/result', { method: 'POST', body: JSON.stringify(attempts) });
  </script>`;
  const server = createServer(async (request, response) => {
    if (request.url === '/result') resolve(JSON.parse(await text(request)));
    response.setHeader('content-type', 'text/html').end(request.url === '/' ? page : '');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // A TCP server that listens has one.
  const profile = mkdtempSync(join(tmpdir(), 'hanok-page-'));
  const browser = await startChildProcess(await findChromium(), [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
    ...[`--user-data-dir=${profile}`, `--host-resolver-rules=MAP *.example 127.0.0.1`],
    `http://${host}:${port}/`,
  ]);
  const died = browser.exited.then(({ output }) => {
    throw new Error(`The browser ended: ${output}`);
  });
  try {
    return await Promise.race([result, died]);
  } finally {
    died.catch(() => undefined);
    await browser.stop();
    server.close();
    server.closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
