import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { WrongOutcomeError } from '../harness/wrong-outcome.ts';
import type { ResultContender } from './result-contenders.ts';

const answer = z.object({ rate: z.number().optional(), error: z.string().optional() });

/** How much one sample is. */
type Work = { players: number; batchSize: number; batches: number };

/** Starts a contender in a process of its own. Both of its calls reject with `WrongOutcomeError` when it fails. */
export async function startContender(name: ResultContender, { players, batchSize, batches }: Work) {
  const args = [name, ...[players, batchSize, batches].map(String)];
  const child = fork(fileURLToPath(new URL('contender-process.ts', import.meta.url)), args);
  const exited = once(child, 'exit');
  const answered = async (): Promise<number> => {
    const [message]: unknown[] = await Promise.race([once(child, 'message'), exited]);
    const { rate, error } = answer.safeParse(message).data ?? {};
    if (rate === undefined) throw new WrongOutcomeError(`${name}: ${error ?? 'its process ended'}`);
    return rate;
  };
  const ask = (work: 'run' | 'check') => {
    const reply = answered();
    child.send(work);
    return reply;
  };
  await answered();
  return {
    run: () => ask('run'),
    check: () => ask('check'),
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
