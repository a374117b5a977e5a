import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import type { ResultContender } from './result-contenders.ts';

const answer = z.union([z.object({ rate: z.number(), cpuUs: z.number() }), z.object({ error: z.string() })]);

/** How much one sample is. */
type Work = { players: number; batchSize: number; batches: number };

/** Starts a contender in a process of its own. Both of its calls reject with `WrongOutcomeError` when it fails. */
export async function startContender(name: ResultContender, { players, batchSize, batches }: Work) {
  const args = [name, ...[players, batchSize, batches].map(String)];
  const child = fork(fileURLToPath(new URL('contender-process.ts', import.meta.url)), args);
  const exited = once(child, 'exit');
  const answered = async (): Promise<{ rate: number; cpuUs: number }> => {
    const [message]: unknown[] = await Promise.race([once(child, 'message'), exited]);
    const { data = { error: 'its process ended' } } = answer.safeParse(message);
    if ('error' in data) throw new WrongOutcomeError(`${name}: ${data.error}`);
    return data;
  };
  const ask = (work: 'run' | 'check') => {
    const reply = answered();
    child.send(work);
    return reply;
  };
  await answered();
  const cpuUs: number[] = [];
  return {
    /** Results per second. */
    run: async () => {
      const measured = await ask('run');
      cpuUs.push(measured.cpuUs);
      return measured.rate;
    },
    /** Microseconds of its own CPU time for a result, of each run. */
    cpuUs,
    check: () => ask('check'),
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
