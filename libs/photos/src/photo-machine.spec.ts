import { describe, expect, it } from '@jest/globals';
import { problemsOf, statesLanguage } from '@hanok/workflows';
import { aslProblems, type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import { photoMachine } from './photo-machine.ts';

const upload = { bucket: 'photos-1', key: 'a.jpg', eTag: 'abc', sequencer: '0A' };
const photo = { format: 'jpeg', width: 2, height: 1, frames: 1, orientation: 1, bytes: 9 };
const accepted = { outcome: 'accepted', photo };
const proxied = { outcome: 'proxied', proxyKey: 'a.jpg' };
const [inspect, isPhoto, make, isProxy] = [
  'Inspect the photo',
  'Is it a photo?',
  'Make the proxy',
  'Is there a proxy?',
];
const ends = [
  [{ outcome: 'rejected', reason: 'NotAPicture', detail: 'text' }, 'Photo rejected'],
  [{ outcome: 'gone' }, 'Photo gone'],
  [{ outcome: 'superseded' }, 'Photo superseded'],
] as const;

function failure(name: string): TaskDouble {
  return () => {
    throw Object.assign(new Error('broken'), { name });
  };
}
/** The first calls go to `first`, one each, and the others to `then`. */
function inTurn(first: readonly TaskDouble[], then: TaskDouble): TaskDouble & { inputs: unknown[] } {
  const inputs: unknown[] = [];
  const double: TaskDouble = (input) => (first[inputs.push(input) - 1] ?? then)(input);
  return Object.assign(double, { inputs });
}
const never: TaskDouble = () => new Promise(() => undefined);

function walk(doubles: Record<string, TaskDouble> = {}) {
  const functions = {
    'photo-inspect': () => accepted,
    'photo-proxy': () => proxied,
    'photo-fail': () => ({ outcome: 'failed', reason: 'why' }),
    ...doubles,
  };
  return walkMachine(photoMachine, { input: upload, functions, timeoutMs: 100 });
}

describe('the photo machine', () => {
  it('has no problem, and asl-validator finds none', () => {
    expect(problemsOf(photoMachine)).toEqual([]);
    expect(aslProblems(statesLanguage(photoMachine))).toEqual([]);
  });

  it('bounds every task, and catches and retries with jitter whatever it throws', () => {
    const tasks = Object.values(photoMachine.States).filter((state) => state.Type === 'Task');
    expect(tasks).toHaveLength(3);
    for (const { TimeoutSeconds, Retry, Catch, Function } of tasks) {
      expect(TimeoutSeconds).toBe(90);
      expect(Retry?.slice(1)).toMatchObject([{ JitterStrategy: 'FULL' }, { JitterStrategy: 'FULL' }]);
      if (Function.name !== 'photo-fail') expect(Catch).toMatchObject([{ ErrorEquals: ['States.ALL'] }]);
    }
  });

  it('makes the proxy of an accepted photo', async () => {
    expect(await walk()).toEqual({
      states: [inspect, isPhoto, make, isProxy, 'Proxy made'],
      output: { ...upload, inspection: accepted, proxy: proxied },
    });
  });

  it.each(ends)('ends well after the inspection %j in: %s', async (inspection, end) => {
    expect(await walk({ 'photo-inspect': () => inspection })).toEqual({
      states: [inspect, isPhoto, end],
      output: { ...upload, inspection },
    });
  });

  it.each(ends)('ends well after the proxy %j in: %s', async (proxy, end) => {
    const { states, error } = await walk({ 'photo-proxy': () => proxy });
    expect({ states, error }).toEqual({ states: [inspect, isPhoto, make, isProxy, end], error: undefined });
  });
});

describe.each([
  ['photo-inspect', () => accepted, [inspect]],
  ['photo-proxy', () => proxied, [inspect, isPhoto, make]],
] as const)('%s', (name, works, until) => {
  const whole = [inspect, isPhoto, make, isProxy, 'Proxy made'];
  const walkWith = (double: TaskDouble) => walk({ [name]: double });

  it.each([
    'ContendedProxyError',
    'DeadlineError',
    'SlowDown',
    'Lambda.TooManyRequestsException',
    'Lambda.ServiceException',
    'Runtime.ExitError',
    'Sandbox.Timedout',
  ])('is run again with the same upload after one %s', async (errorName) => {
    const double = inTurn([failure(errorName)], works);
    const { states, error } = await walkWith(double);
    expect({ states, error }).toEqual({ states: whole, error: undefined });
    expect(double.inputs).toEqual([expect.objectContaining(upload), expect.objectContaining(upload)]);
  });

  it.each([
    ['Lambda.ServiceException', 7],
    ['Runtime.OutOfMemory', 7],
    ['DeadlineError', 7],
    ['InvalidEventError', 1],
  ])('fails the execution by name when it throws %s %d times', async (errorName, calls) => {
    const double = inTurn([], failure(errorName));
    const { states, error } = await walkWith(double);
    expect({ states, error: error?.name }).toEqual({
      states: [...until, 'Note the failure', 'Photo failed'],
      error: 'PhotoFailed',
    });
    expect(double.inputs).toHaveLength(calls);
  });

  it('is run again when it times out, and fails the execution when it always does', async () => {
    expect((await walkWith(inTurn([never], works))).states).toEqual(whole);
    const { states, error } = await walkWith(never);
    expect({ states, error: error?.name }).toEqual({
      states: [...until, 'Note the failure', 'Photo failed'],
      error: 'PhotoFailed',
    });
  });
});
