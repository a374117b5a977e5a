import { buildAssembly } from '@hanok/local';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { randomResults, totalsOf } from '../scoring/random-results.ts';
import { pipelineClients, until } from './pipeline-clients.ts';
import { startStackProcess } from './start-stack-process.ts';

const PLAYERS = 1_000;
const ROUNDS = 8;
const BACKLOG = 4_000;
const LIMIT_MS = 10 * 60_000;

/** The same messages through a stack that makes traces and through one that makes none. Rejects when one is lost or counts twice. */
export const tracesCost: Benchmark = {
  name: 'traces',
  title: 'what traces cost the local stack',
  bounds: [{ figure: 'with traces / without', atMost: 1.05 }],
  run: async ({ scaled, say }) => {
    await buildAssembly();
    await using parts = new AsyncDisposableStack();
    const start = async (traces: boolean) => {
      const stack = await startStackProcess({ traces });
      parts.defer(stack.stop);
      const clients = pipelineClients(stack);
      parts.defer(clients.close);
      return clients;
    };
    const [without, traced] = [await start(false), await start(true)];
    const results = randomResults(scaled(6_000), PLAYERS, seededRandom(1).next);
    const passes = (clients: typeof traced) => () => timed(() => pass(clients, results));
    const samples = await interleave(
      { 'without traces': passes(without), 'with traces': passes(traced) },
      { rounds: ROUNDS },
    );
    const expected = totalsOf(Array.from({ length: ROUNDS + 1 }, () => results).flat());
    for (const clients of [without, traced])
      requireEqual('The player table', await clients.players(), expected);
    const ratios = samples['with traces'].map((ms, round) => ms / (samples['without traces'][round] ?? NaN));
    say(`ratios of the rounds: ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}`);
    return {
      races: [{ title: `${results.length} messages, until the queue is empty`, unit: 'ms', samples }],
      figures: { 'with traces / without': median(ratios) },
      counts: { messages: results.length, rounds: ROUNDS },
    };
  },
};

type Clients = ReturnType<typeof pipelineClients>;

async function pass(clients: Clients, results: Parameters<Clients['send']>[0]): Promise<void> {
  await clients.send(results, BACKLOG);
  await until('queue empty', async () => (await clients.messagesLeft()) === 0, LIMIT_MS);
}
