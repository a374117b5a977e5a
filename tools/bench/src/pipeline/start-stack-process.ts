import { type ChildProcess, fork } from 'node:child_process';
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
const idle = z.object({ isIdle: z.literal(true) });

/** The local stack in a process of its own. */
export type StackProcess = {
  pid: number;
  url: string;
  outputs: z.infer<typeof outputs>;
  redisCa: string | undefined;
  /** Resident memory in MB, once a second since the start. */
  memoryMb(): readonly number[];
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>;
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
  return {
    pid: child.pid ?? 0,
    url,
    outputs: outputs.Gomoku,
    redisCa,
    memoryMb: () => samples,
    idle: () => nextIdle(child, exited),
    stop,
  };
}

async function nextIdle(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  const told = Promise.withResolvers<void>();
  const take = (message: unknown) => void (idle.safeParse(message).success && told.resolve());
  void exited.then(() => told.reject(new StackEndedError('The stack ended before it was idle.')));
  child.on('message', take).send('idle');
  await told.promise.finally(() => child.off('message', take));
}
