import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildRestEvent } from '@hanok/events/testing';
import { assemblyFolder, buildAssembly, startProcessReaper, workspaceRoot } from '@hanok/local';
import { startEnvironment } from '../cold-start/answer-cold.ts';
import { unpackApp } from '../cold-start/handler-code.ts';
import { LAMBDA_AUTHORIZATION } from '../harness/authorization.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { runServer } from './run-server.ts';

const EVENT = JSON.stringify(buildRestEvent({ httpMethod: 'GET', resource: '/hello' }));
const ROUNDS = 15;
const HANOK_LOCAL = join(workspaceRoot, 'tools/local/src/cli/hanok-local.ts');
const LEAST_STACK = join(import.meta.dirname, 'least-stack.ts');

/**
 * `Invoke` of hello-world on the local stack as people run it: it keeps its state and prints every line. Beside it the
 * least that a stack can do with the same processes of functions, and what the runtime client takes by itself.
 */
export const invocations: Benchmark = {
  name: 'invocations',
  title: 'invocations of hello-world through the local stack',
  bounds: [
    { figure: '1 client / the least stack', atMost: 2 },
    { figure: '3 clients / the least stack', atMost: 2.2 },
  ],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const { ours, remove } = unpackApp('hello-world', '');
    parts.defer(remove);
    const stack = await runServer((folder) => [
      ...[HANOK_LOCAL, assemblyFolder, '--only', 'Hello', '--no-watch'],
      ...['--port', '0', '--state', join(folder, 'state')],
    ]);
    parts.defer(stack.stop);
    const least = await runServer(() => [LEAST_STACK, ours.taskRoot]);
    parts.defer(least.stop);
    const alone = await startAlone(parts, ours.taskRoot);
    const agent = new Agent({ keepAlive: true });
    parts.defer(() => agent.destroy());
    const count = scaled(1_000);
    const perSecond = new Map<string, number[]>();
    const contender = (name: string, url: URL, clients: number) => {
      const rates: number[] = [];
      perSecond.set(name, rates);
      return () => run(() => invokeOver(url, agent), clients, count, rates);
    };
    const samples = await interleave(
      {
        'the runtime client alone': () => run(alone, 1, count, []),
        'the least stack, 1 client': contender('the least stack, 1 client', least.url, 1),
        '1 client': contender('1 client', stack.url, 1),
        'the least stack, 3 clients': contender('the least stack, 3 clients', least.url, 3),
        '3 clients': contender('3 clients', stack.url, 3),
      },
      { rounds: ROUNDS },
    );
    return {
      races: [{ title: 'one invocation, median of a round', unit: 'ms', samples }],
      figures: {
        '1 client / the least stack': pairedRatio(samples['1 client'], samples['the least stack, 1 client']),
        '3 clients / the least stack': pairedRatio(
          samples['3 clients'],
          samples['the least stack, 3 clients'],
        ),
        ...Object.fromEntries(
          [...perSecond].map(([name, rates]) => [`${name}, invocations per second`, median(rates)]),
        ),
      },
      counts: { invocations: count, rounds: ROUNDS },
    };
  },
};

/** Invokes `count` times, `clients` at a time; answers the median of the times and adds the rate to `rates`. */
async function run(
  invoke: () => Promise<string>,
  clients: number,
  count: number,
  rates: number[],
): Promise<number> {
  const times: number[] = [];
  let left = count;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const begun = performance.now();
      const answer = await invoke();
      times.push(performance.now() - begun);
      if (!answer.includes('"statusCode":200')) throw new WrongOutcomeError(`hello-world answered ${answer}`);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  rates.push((1_000 * count) / (performance.now() - begun));
  return median(times);
}

async function startAlone(parts: AsyncDisposableStack, taskRoot: string): Promise<() => Promise<string>> {
  const reaper = startProcessReaper();
  parts.defer(reaper.stop);
  const place = { name: 'hello-world', environment: {}, endpoint: 'http://127.0.0.1:9' };
  const environment = await startEnvironment({ ...place, taskRoot, reaper });
  parts.defer(environment.stop);
  return async () => (await environment.invoke(randomUUID(), EVENT)).invocation.payload;
}

/** Without an SDK, whose own time would be most of what is measured. */
async function invokeOver({ hostname, port }: URL, agent: Agent): Promise<string> {
  const path = '/2015-03-31/functions/hello-world/invocations';
  const headers = { authorization: LAMBDA_AUTHORIZATION };
  const sent = request({ agent, hostname, port, path, method: 'POST', headers }).end(EVENT);
  const answer = await new Promise<Parameters<typeof text>[0]>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  return text(answer);
}
