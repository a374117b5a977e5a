import { createHook } from 'node:async_hooks';
import { observe } from '@hanok/lambda';
import type { Delivery } from './delivered-results.fixture.ts';
import { startWorker } from './result-worker.fixture.ts';

/** What the program below is told, as JSON in its first argument. */
export type Order = { endpoint: string; batch: Delivery[]; killAt: number };
/** What its last line says, if it lives to write it; `steps` in turn, as a line of the program or a kind of event. */
export type Outcome = { failed: string[]; steps: string[] };

/**
 * A program that hands one batch to the handler and kills itself just before step `killAt`. Steps are all that the
 * process goes on with after it let go: an await or other promise made by our code, a timer, an event of a socket.
 * Left out are the promises and ticks inside the client: what they do is seen outside at the next socket event only.
 */
async function main({ endpoint, batch, killAt }: Order): Promise<void> {
  const worker = startWorker(endpoint, observe('killed'), { maxAttempts: 1, random: () => 0.04 });
  const { steps, stop } = countSteps((count) => count === killAt && process.kill(process.pid, 'SIGKILL'));
  const failed = await worker.deliver(batch);
  stop();
  worker.stop();
  const outcome: Outcome = { failed, steps };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

function countSteps(beforeStep: (count: number) => unknown) {
  const places = new Map<number, string>();
  const steps: string[] = [];
  const init = (id: number, type: string) => {
    places.set(id, type === 'PROMISE' ? placeInCode(init) : type);
  };
  const before = (id: number) => {
    const place = places.get(id) ?? 'earlier';
    if (place === CLIENT || place === 'TickObject') return;
    steps.push(place);
    beforeStep(steps.length);
  };
  const hook = createHook({ init, before }).enable();
  return { steps, stop: () => hook.disable() };
}

const CLIENT = 'client';

/** The line of this program that makes a promise right now, or that the client makes it. */
function placeInCode(hook: (id: number, type: string) => void): string {
  const trace = { stack: '' };
  Error.captureStackTrace(trace, hook);
  const frame = trace.stack.split('\n').find((line) => line.includes('.cjs:')) ?? '';
  const line = frame.includes(__filename) && /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return line ? `line ${line}` : CLIENT;
}

void main(JSON.parse(process.argv[2] ?? ''));
