import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { certificateIn } from '@hanok/engines';
import { startTables } from '@hanok/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startNameServer } from '../address/name-server.fixture.ts';
import { buildCrawler, failing } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';

const usualAuthorities = getCACertificates('default');
const tables = await startTables([HOST_TABLE]);
let nameServer: Awaited<ReturnType<typeof startNameServer>>;
let site: Server;
let folder = '';
const serverNames: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crawl-tls-'));
  const { cert, key } = await certificateIn(folder);
  const [certText, keyText] = await Promise.all([readFile(cert, 'utf8'), readFile(key, 'utf8')]);
  setDefaultCACertificates([...usualAuthorities, certText]);
  nameServer = await startNameServer(({ type }) => (type === 'A' ? ['127.0.0.1'] : []));
  site = createServer({ cert: certText, key: keyText }, (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>secure</title>'),
  );
  site.on('secureConnection', (socket) => serverNames.push(socket.servername));
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
});
afterAll(async () => {
  setDefaultCACertificates(usualAuthorities);
  site.closeAllConnections();
  site.close();
  await Promise.all([tables.stop(), nameServer.stop(), rm(folder, { recursive: true })]);
});

it('asks the checked address for the certificate of the name, and takes no other one', async () => {
  const { port } = site.address() as AddressInfo;
  const names = ['localhost', 'other.example'].map((name) => `${name}:${port}`);
  const { fetch } = buildCrawler({ tables, allowedHosts: names, createResolver: nameServer.createResolver });
  expect(await fetch(`https://localhost:${port}/`)).toMatchObject({ title: 'secure' });
  expect(serverNames).toEqual(['localhost', 'localhost']);
  await expect(fetch(`https://other.example:${port}/`)).resolves.toEqual(failing('RobotsUnreachableError'));
});
