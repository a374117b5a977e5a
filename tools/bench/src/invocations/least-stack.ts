import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { startProcessReaper } from '@hanok/local';
import { startEnvironment } from '../cold-start/answer-cold.ts';

/*
 * The least that a local Lambda does: an HTTP server hands each request to a process of the official runtime client,
 * whose code is in the folder of the first argument, and answers what that says. No signature, role, log, metric or trace.
 */
const [taskRoot = ''] = process.argv.slice(2);
const reaper = startProcessReaper();
const start = { name: 'hello-world', taskRoot, environment: {}, endpoint: 'http://127.0.0.1:9', reaper };
const idle: Awaited<ReturnType<typeof startEnvironment>>[] = [];

const server = createServer(async (request, response) => {
  const payload = await text(request);
  const environment = idle.pop() ?? (await startEnvironment(start));
  const { invocation } = await environment.invoke(randomUUID(), payload);
  idle.push(environment);
  response.end(invocation.payload);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') console.log(`Ready after 0 ms: http://127.0.0.1:${address?.port}`);
});

process.once('SIGINT', async () => {
  await Promise.all(idle.map((environment) => environment.stop()));
  reaper.stop();
  process.exit();
});
