import { createHook } from 'node:async_hooks';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { startRideApp } from './ride-app.fixture.ts';
import { completeRide, postRide, SEATTLE } from './ride-events.fixture.ts';
import { createClient, type TABLES } from './ride-client.fixture.ts';
import type { Unicorn } from './unicorn.ts';

/** What the program below is told, as JSON in its first argument. */
export type Order = { endpoint: string; tables: typeof TABLES; firstFleet: Unicorn[]; killAt: number };
/** What its last line says, if it lives to write it; `steps` in turn, as a line of the program or a kind of event. */
export type Outcome = { statuses: number[]; steps: string[] };

/**
 * A program in which kim asks for the only unicorn, of a fleet that is empty until then, lee finds it taken, and kim
 * completes the ride; it kills itself just before step `killAt`. Steps are all that the process goes on with after it
 * let go: an await or other promise made by our code, a timer, an event of a socket. Left out are promises, ticks and
 * parsed parts inside the client: what they do is seen outside at the next socket event only.
 */
async function main({ endpoint, tables, firstFleet, killAt }: Order): Promise<void> {
  const client = createClient(endpoint, { maxAttempts: 1 });
  const { call } = startRideApp(client, { tables, firstFleet, random: () => 0.04 });
  contendOnce(client);
  const { steps, stop } = countSteps((count) => count === killAt && process.kill(process.pid, 'SIGKILL'));
  const ride = await call(postRide('kim', SEATTLE, 'key'));
  const refused = await call(postRide('lee'));
  const completed = await call(completeRide('kim', String(ride.body.RideId)));
  stop();
  client.destroy();
  const outcome: Outcome = { statuses: [ride.status, refused.status, completed.status], steps };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

/** DynamoDB's answer to the first reservation and to the completion, once each: another writer is at the unicorn. */
function contendOnce(client: ReturnType<typeof createClient>): void {
  const met = new Set<number>();
  client.middlewareStack.add(
    (next) => async (args) => {
      const writes = 'TransactItems' in args.input ? (args.input.TransactItems?.length ?? 0) : 0;
      if (writes < 2 || met.has(writes)) return next(args);
      met.add(writes);
      const CancellationReasons = [{ Code: 'TransactionConflict' }];
      throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons });
    },
    { step: 'initialize' },
  );
}

function countSteps(beforeStep: (count: number) => unknown) {
  const places = new Map<number, string>();
  const steps: string[] = [];
  const init = (id: number, type: string) => {
    places.set(id, type === 'PROMISE' ? placeInCode(init) : type);
  };
  const before = (id: number) => {
    const place = places.get(id) ?? 'earlier';
    if (INSIDE_THE_CLIENT.includes(place)) return;
    steps.push(place);
    beforeStep(steps.length);
  };
  const hook = createHook({ init, before }).enable();
  return { steps, stop: () => hook.disable() };
}

const CLIENT = 'client';
const INSIDE_THE_CLIENT = [CLIENT, 'TickObject', 'HTTPCLIENTREQUEST'];

/** The line of this program that makes a promise right now, or that the client makes it. */
function placeInCode(hook: (id: number, type: string) => void): string {
  const trace = { stack: '' };
  Error.captureStackTrace(trace, hook);
  const frame = trace.stack.split('\n').find((line) => line.includes('.cjs:')) ?? '';
  const line = frame.includes(__filename) && /:(\d+):\d+\)?$/.exec(frame)?.[1];
  return line ? `line ${line}` : CLIENT;
}

void main(JSON.parse(process.argv[2] ?? ''));
