import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '@hanok/engines';

/** `한국어 쪽` in EUC-KR, as older pages are. */
const KOREAN_TITLE = Buffer.from('c7d1b1b9beee20c2ca', 'hex');

/** A site with one Korean page at `/`, whatever its query; every other path is not found. */
export async function startLocalSite() {
  const page = Buffer.concat([
    Buffer.from('<html><head><title>'),
    KOREAN_TITLE,
    Buffer.from('</title></head><body><a href="/next">next</a></body></html>'),
  ]);
  const server = createServer((request, response) => {
    const found = request.url?.split('?')[0] === '/';
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=euc-kr' });
    response.end(found ? page : 'none');
  });
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return {
    host: `127.0.0.1:${port}`,
    /** Template parameters that let the crawler reach it. */
    parameters: { Crawler: { AllowedHosts: `127.0.0.1:${port}`, AllowedPorts: `80,443,${port}` } },
    stop: () => void server.close().closeAllConnections(),
  };
}
