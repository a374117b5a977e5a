import { createServer } from 'node:http';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import * as z from 'zod';

/** What the queue does with one call: takes it, loses the answer, is not there, or takes the first entry only. */
export type Mood = 'takes' | 'loses the answer' | 'is down' | 'takes half';

const batch = z.looseObject({ Entries: z.array(z.looseObject({ Id: z.string() })) });
const outcome = z.looseObject({ Successful: z.array(z.unknown()).optional() });

/** Stands before a queue; each call meets the next of the moods, and then all are taken. Notes the size of each batch. */
export async function startFlakyQueue(queueUrl: string, moods: Mood[]) {
  const sizes: number[] = [];
  const server = createServer(async (request, response) => {
    const given = batch.parse(await json(request));
    sizes.push(given.Entries.length);
    const mood = moods.shift() ?? 'takes';
    if (mood === 'is down') return void response.writeHead(503).end();
    const Entries = mood === 'takes half' ? given.Entries.slice(0, 1) : given.Entries;
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': String(request.headers['x-amz-target']),
      authorization: String(request.headers.authorization),
    };
    const body = JSON.stringify({ ...given, QueueUrl: queueUrl, Entries });
    const answer = await fetch(new URL(queueUrl).origin, { method: 'POST', headers, body });
    const taken = outcome.parse(await answer.json());
    if (mood === 'loses the answer') return void request.socket.destroy();
    const Failed = given.Entries.slice(Entries.length).map(({ Id }) => ({
      Id,
      Code: 'InternalError',
      SenderFault: false,
    }));
    response
      .writeHead(200, { 'content-type': headers['content-type'] })
      .end(JSON.stringify({ ...taken, Failed }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  const port = typeof at === 'object' && at ? at.port : 0;
  return {
    queueUrl: `http://127.0.0.1:${port}${new URL(queueUrl).pathname}`,
    sizes,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
