import { buildAssembly } from '@hanok/local';
import { seededRandom } from '@hanok/testing';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, timed } from '../harness/interleave.ts';
import { median, quantile } from '../harness/median.ts';
import { requireEqual } from '../harness/wrong-outcome.ts';
import { randomResults, totalsOf } from '../scoring/random-results.ts';
import { pipelineClients, until } from './pipeline-clients.ts';
import { startStackProcess } from './start-stack-process.ts';

const PLAYERS = 1_000;
/** One round alone says little: its ratio goes up and down by more than the bound allows. */
const ROUNDS = 24;
const MESSAGES = 3_000;
/** Between two looks at the queue: much less than 5 % of a pass. */
const LOOK_MS = 10;
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
      return { ...clients, idle: stack.idle };
    };
    const [without, traced] = [await start(false), await start(true)];
    const results = randomResults(scaled(MESSAGES), PLAYERS, seededRandom(1).next);
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
    say(`half of them: ${[0.25, 0.75].map((share) => quantile(ratios, share).toFixed(3)).join(' to ')}`);
    return {
      races: [{ title: `${results.length} messages, until the last rank is written`, unit: 'ms', samples }],
      figures: { 'with traces / without': median(ratios) },
      counts: { messages: results.length, rounds: ROUNDS },
    };
  },
};

type Clients = ReturnType<typeof pipelineClients> & { idle(): Promise<void> };

async function pass(clients: Clients, results: Parameters<Clients['send']>[0]): Promise<void> {
  await clients.send(results, BACKLOG);
  await until('queue empty', async () => (await clients.messagesLeft()) === 0, LIMIT_MS, LOOK_MS);
  // What a pass left behind would be paid for by the other stack.
  await clients.idle();
}
