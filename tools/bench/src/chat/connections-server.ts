import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** What the server has seen since it was asked last. */
export type Served = { connections: number; posts: number; atOnce: number };

/** About what a post takes from a function to API Gateway in its region. */
const LATENCY_MS = 10;

const posts = new Map<string, number>();
let atOnce = 0;
let open = 0;

/** `POST /prod/@connections/ID` of API Gateway: answers each after a while, and counts. A thread of its own. */
const server = createServer((request, response) => {
  open += 1;
  atOnce = Math.max(atOnce, open);
  request.resume().once('end', () => {
    const id = request.url ?? '';
    posts.set(id, (posts.get(id) ?? 0) + 1);
    setTimeout(() => {
      open -= 1;
      response.end();
    }, LATENCY_MS);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has one.
  parentPort?.postMessage({ port });
});
parentPort?.on('message', () => {
  const all = [...posts.values()];
  const served: Served = { connections: all.length, posts: all.reduce((sum, each) => sum + each, 0), atOnce };
  posts.clear();
  atOnce = 0;
  parentPort?.postMessage({ served });
});
