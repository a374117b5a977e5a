import { randomBytes } from 'node:crypto';
import { REAL_CLOCK, sleepUntil, unlessAborted } from '../clock.ts';
import { runtimeFailure, StateCancelled, StateFailure } from '../failure.ts';
import type { Flow } from '../flow.ts';
import { tooLarge } from '../size-limit.ts';
import type { Exit, Visit } from '../visit.ts';
import { taskEvents } from './task-events.ts';

const LONGEST_SECONDS = 99_999_999;
const CALLBACK = '.waitForTaskToken';

/** How an attempt ended, as it is noted. */
type Outcome = { output: unknown } | { error: string | undefined; reason: string | undefined };

/** Runs the task once. A run that goes on starts it again only when its outcome is not noted. */
export async function runTask(visit: Visit, flow: Flow): Promise<Exit> {
  const { run, place, state, retryCount } = visit;
  const { Resource = '' } = state;
  const key = `${place}t${retryCount}`;
  if (Resource.endsWith(CALLBACK))
    visit.token = await run.history.once(`${key}k`, () => randomBytes(48).toString('base64'));
  const input = await run.history.once(`${key}i`, () => flow.parameters());
  const limit = tooLarge(visit.name, input);
  if (limit) throw limit;
  const timeout = await secondsOf(flow, 'TimeoutSeconds');
  const heartbeat = await secondsOf(flow, 'HeartbeatSeconds');
  const events = taskEvents(visit, input, { timeout, heartbeat });
  events.scheduled();
  events.started();
  const outcome = await run.history.once(`${key}o`, () => attempt(visit, input, { timeout, heartbeat }));
  if ('output' in outcome) {
    events.succeeded(outcome.output);
    return flow.exit(outcome.output);
  }
  const { error, reason } = outcome;
  events.failed(error, reason);
  throw new StateFailure(error, reason);
}

async function secondsOf(flow: Flow, field: string): Promise<number | undefined> {
  const value = await flow.field(field);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0) return value;
  throw runtimeFailure(`The ${field} must be a positive number, but was: ${JSON.stringify(value)}`);
}

type Limits = { timeout: number | undefined; heartbeat: number | undefined };

async function attempt(visit: Visit, input: unknown, limits: Limits): Promise<Outcome> {
  try {
    const output = (await withinLimits(visit, input, limits)) ?? null;
    const limit = tooLarge(resultName(visit.state.Resource ?? ''), output);
    return limit ? { error: limit.error, reason: limit.reason } : { output };
  } catch (thrown) {
    if (thrown instanceof StateCancelled) throw thrown;
    if (thrown instanceof StateFailure) return { error: thrown.error, reason: thrown.reason };
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { error: name, reason: message };
  }
}

/** A function runs in real time, so its limits pass in real time too. */
async function withinLimits(visit: Visit, input: unknown, { timeout, heartbeat }: Limits): Promise<unknown> {
  const { run, thread, place, name, state, retryCount, token } = visit;
  const stopping = new AbortController();
  const signal = AbortSignal.any([thread.signal, stopping.signal]);
  const now = () => REAL_CLOCK.now();
  const key = `${place}t${retryCount}`;
  const limit = 1_000 * (timeout ?? LONGEST_SECONDS);
  const due = token === undefined ? now() + limit : await run.history.once(`${key}d`, () => now() + limit);
  let beat = now();
  const call = run.tasks({
    ...{ state: name, resource: state.Resource ?? '', input, token, signal },
    handedOver: run.history.noted(`${key}h`) === true,
    onHandedOver: () => run.history.note(`${key}h`, true),
    onHeartbeat: () => (beat = now()),
  });
  const timedOut = () => {
    throw new StateFailure('States.Timeout', undefined);
  };
  const beats = async () => {
    if (heartbeat === undefined || token === undefined) return new Promise<never>(() => undefined);
    while (now() < beat + 1_000 * heartbeat) await sleepUntil(beat + 1_000 * heartbeat, REAL_CLOCK, signal);
    return timedOut();
  };
  const limits = [sleepUntil(due, REAL_CLOCK, signal).then(timedOut), beats()];
  for (const each of limits) each.catch(() => undefined);
  try {
    return await unlessAborted(Promise.race([call, ...limits]), thread.signal);
  } finally {
    stopping.abort();
  }
}

/** What the error of a result that is too large calls its task. */
function resultName(resource: string): string {
  return resource.startsWith('arn:aws:states:::') ? (resource.split(':')[5] ?? resource) : resource;
}
