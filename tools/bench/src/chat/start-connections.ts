import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { createConnectionPosts } from '@hanok/chat';
import { clientSettings } from '@hanok/testing';
import * as z from 'zod';

const started = z.object({ port: z.int() });
const asked = z.object({
  served: z.object({ connections: z.int(), posts: z.int(), atOnce: z.int() }),
});

/** The connections of an API that count what is posted to them. */
export async function startConnections() {
  const worker = new Worker(new URL('connections-server.ts', import.meta.url));
  const answer = async () => (await once(worker, 'message'))[0] as unknown;
  const { port } = started.parse(await answer());
  const endpoint = `http://127.0.0.1:${port}/prod`;
  const settings = { ...clientSettings(endpoint), endpoint };
  const client = new ApiGatewayManagementApiClient(settings);
  const unbounded = new ApiGatewayManagementApiClient({
    ...{ ...settings, requestHandler: { httpAgent: { keepAlive: true, maxSockets: Infinity } } },
  });
  return {
    /** As a function posts. */
    post: createConnectionPosts(client),
    /** Without the limit of sockets that the SDK sets. */
    postUnbounded: createConnectionPosts(unbounded),
    /** What was posted since the last call. */
    served: async () => {
      worker.postMessage('served');
      return asked.parse(await answer()).served;
    },
    stop: async () => {
      client.destroy();
      unbounded.destroy();
      await worker.terminate();
    },
  };
}
