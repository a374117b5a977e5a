import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { buildAssembly } from '@hanok/local';
import type { GameResult } from '@hanok/scoring';
import { seededRandom } from '@hanok/testing';
import type { Benchmark, RunOptions } from '../harness/benchmark.ts';
import { median } from '../harness/median.ts';
import { cpuMs, processTree } from '../harness/processes.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { randomResults, totalsOf } from '../scoring/random-results.ts';
import { pipelineClients, until } from './pipeline-clients.ts';
import { type StackProcess, startStackProcess } from './start-stack-process.ts';

const PLAYERS = 1_000;
/** Messages in the queue at most: memory then shows what the stack keeps, not what it was sent at once. */
const BACKLOG = 4_000;
const LIMIT_MS = 30 * 60_000;

type Clients = ReturnType<typeof pipelineClients>;

/** Game results from the queue to the ranking on the local stack, every hop as deployed. Rejects when one is lost or counts twice. */
export const pipeline: Benchmark = {
  name: 'pipeline',
  title: 'queue, table, stream and ranking on the local stack: nothing lost, memory flat',
  bounds: [{ figure: 'stack memory, last quarter / second quarter', atMost: 1.25 }],
  run: async ({ scaled, say }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const stack = await startStackProcess();
    parts.defer(stack.stop);
    const clients = pipelineClients(stack);
    parts.defer(clients.close);
    const results = randomResults(scaled(100_000), PLAYERS, seededRandom(1).next);
    const before = cpuOf(stack);
    const seconds = await passThrough(clients, results, say);
    const after = cpuOf(stack);
    const cpu = { stack: after.stack - before.stack, others: after.others - before.others };
    return measured(results.length, seconds, cpu, stack);
  },
};

/** Sends all and waits until the table holds their sum and the ranking holds the table; answers the seconds that took. */
async function passThrough(clients: Clients, results: GameResult[], say: RunOptions['say']): Promise<number> {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1_000;
  const sending = clients.send(results, BACKLOG).then(() => say(`sent after ${seconds().toFixed(0)} s`));
  await Promise.all([sending, until('queue empty', async () => await isEmpty(clients, sending), LIMIT_MS)]);
  say(`counted after ${seconds().toFixed(0)} s`);
  const players = await clients.players();
  requireEqual('The player table', players, totalsOf(results));
  const scores = new Map([...players].map(([name, { score }]) => [name, score]));
  await until(
    'ranking equals table',
    async () => isDeepStrictEqual(await clients.ranking(), scores),
    LIMIT_MS,
  );
  say(`ranked after ${seconds().toFixed(0)} s`);
  return seconds();
}

async function isEmpty(clients: Clients, sending: Promise<void>): Promise<boolean> {
  await sending;
  return (await clients.messagesLeft()) === 0;
}

type Cpu = { stack: number; others: number };

/** CPU time so far in milliseconds: of the stack's own process, and of the functions, the engines and the sender. */
function cpuOf({ pid }: StackProcess): Cpu {
  const { own, ended } = cpuMs(pid);
  const [, ...below] = processTree(pid);
  const { user, system } = process.cpuUsage();
  const others = below.reduce((sum, each) => sum + cpuMs(each).own, ended + (user + system) / 1_000);
  return { stack: own, others };
}

function measured(messages: number, seconds: number, cpu: Cpu, stack: StackProcess) {
  const memory = stack.memoryMb();
  const quarter = (from: number) =>
    memory.slice(Math.floor((memory.length * from) / 4), Math.ceil((memory.length * (from + 1)) / 4));
  const [second, last] = [quarter(1), quarter(3)];
  return {
    races: [{ title: 'local stack', unit: 'MB', samples: { 'resident memory, once a second': memory } }],
    figures: {
      'messages per second': messages / seconds,
      seconds,
      'CPU of the stack for a message (µs)': (1_000 * cpu.stack) / messages,
      'CPU of functions, engines and sender for a message (µs)': (1_000 * cpu.others) / messages,
      'messages per second, did the stack take no CPU':
        (availableParallelism() * 1_000 * messages) / cpu.others,
      'stack memory, last quarter / second quarter': median(last) / median(second),
    },
    counts: { messages, players: PLAYERS },
  };
}
