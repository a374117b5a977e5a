import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { buildRestEvent } from '@hanok/events/testing';
import { buildAssembly, startProcessReaper } from '@hanok/local';
import { startEnvironment } from '../cold-start/answer-cold.ts';
import { unpackApp } from '../cold-start/handler-code.ts';
import { LAMBDA_AUTHORIZATION } from '../harness/authorization.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { median, pairedRatio } from '../harness/median.ts';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import { startLocalStack } from './local-stack.ts';

const EVENT = JSON.stringify(buildRestEvent({ httpMethod: 'GET', resource: '/hello' }));
const ROUNDS = 15;

/** `Invoke` of hello-world on the local stack as people run it; beside it what the runtime client takes by itself. */
export const invocations: Benchmark = {
  name: 'invocations',
  title: 'invocations of hello-world through the local stack',
  bounds: [],
  run: async ({ scaled }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const stack = await startLocalStack('Hello');
    parts.defer(stack.stop);
    const alone = await startAlone(parts);
    const agent = new Agent({ keepAlive: true });
    parts.defer(() => agent.destroy());
    const invoke = () => invokeOver(stack.url, agent);
    const [count, perSecond] = [scaled(1_000), { one: new Array<number>(), three: new Array<number>() }];
    const samples = await interleave(
      {
        'the runtime client alone': () => run(alone, 1, count, []),
        '1 client': () => run(invoke, 1, count, perSecond.one),
        '3 clients': () => run(invoke, 3, count, perSecond.three),
      },
      { rounds: ROUNDS },
    );
    return {
      races: [{ title: 'one invocation, median of a round', unit: 'ms', samples }],
      figures: {
        '1 client / the runtime client alone': pairedRatio(
          samples['1 client'],
          samples['the runtime client alone'],
        ),
        '1 client, invocations per second': median(perSecond.one),
        '3 clients, invocations per second': median(perSecond.three),
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

async function startAlone(parts: AsyncDisposableStack): Promise<() => Promise<string>> {
  const code = unpackApp('hello-world', '');
  parts.defer(code.remove);
  const reaper = startProcessReaper();
  parts.defer(reaper.stop);
  const { taskRoot } = code.ours;
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
