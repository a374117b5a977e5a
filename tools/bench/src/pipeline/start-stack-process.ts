import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const outputs = z.looseObject({
  GameResultQueueUrl: z.string(),
  PlayerTableName: z.string(),
  RankingRedisEndpoint: z.string(),
});
const running = z.object({
  stack: z.object({
    url: z.string(),
    outputs: z.looseObject({ Gomoku: outputs }),
    redisCa: z.optional(z.string()),
  }),
});
const memory = z.object({ rss: z.number() });

/** The local stack in a process of its own. */
export type StackProcess = {
  url: string;
  outputs: z.infer<typeof outputs>;
  redisCa: string | undefined;
  /** Resident memory in MB, once a second since the start. */
  memoryMb(): readonly number[];
  stop(): Promise<void>;
};

/** The stack ended before it ran. */
class StackEndedError extends Error {
  override readonly name = 'StackEndedError';
}

/** Starts the stack with nothing kept and waits until it runs. Throws `StackEndedError`. */
export async function startStackProcess({ traces = true } = {}): Promise<StackProcess> {
  const args = traces ? [] : ['no-traces'];
  const child = fork(fileURLToPath(new URL('stack-process.ts', import.meta.url)), args);
  const samples: number[] = [];
  const exited = once(child, 'exit');
  const ready = Promise.withResolvers<z.infer<typeof running>['stack']>();
  void exited.then(([code]) => ready.reject(new StackEndedError(`The stack ended with code ${code}.`)));
  child.on('message', (message) => {
    const started = running.safeParse(message);
    if (started.success) ready.resolve(started.data.stack);
    const reading = memory.safeParse(message);
    if (reading.success) samples.push(reading.data.rss / 2 ** 20);
  });
  const { url, outputs, redisCa } = await ready.promise;
  const stop = async () => {
    child.disconnect();
    await exited;
  };
  return { url, outputs: outputs.Gomoku, redisCa, memoryMb: () => samples, stop };
}
