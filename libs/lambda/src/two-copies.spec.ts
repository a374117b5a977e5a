import { expect, it } from '@jest/globals';
import { buildRestEvent, buildStreamEvent } from '@hanok/events/testing';
import * as z from 'zod/mini';
import { DeadlineError, RejectedRecordError, rest, route, streamBatch, UnavailableError } from './index.ts';
import { buildLambdaContext, recordLines } from './testing/index.ts';

/** The same module once more, as a second copy of the library would load it. */
const ADDRESS = './errors.ts?copy=2';
const other: typeof import('./errors.ts') = await import(ADDRESS.toString());

it('the other copy is another one', () => {
  expect(other.UnavailableError).not.toBe(UnavailableError);
});

it('an error of another copy is an instance of its class, of what that extends, and of no other', () => {
  const error = new other.UnavailableError('Redis does not answer');
  expect(error).toBeInstanceOf(UnavailableError);
  expect(error).not.toBeInstanceOf(DeadlineError);
  expect(new UnavailableError('')).toBeInstanceOf(other.UnavailableError);
  expect(Object.assign(new Error('said so'), { name: 'UnavailableError' })).not.toBeInstanceOf(
    UnavailableError,
  );
  expect(
    [null, undefined, 'UnavailableError', {}].filter((each) => each instanceof UnavailableError),
  ).toEqual([]);
});

it('a class that extends one without a kind of its own is not all of its siblings', () => {
  class Mine extends RejectedRecordError {}
  class Theirs extends RejectedRecordError {}
  expect(new Mine('Empty', 'nothing in it')).toBeInstanceOf(other.RejectedRecordError);
  expect(new Mine('Empty', 'nothing in it')).toBeInstanceOf(Mine);
  expect(new Mine('Empty', 'nothing in it')).not.toBeInstanceOf(Theirs);
  expect(new Mine('Empty', 'nothing in it').name).toBe('RejectedRecordError');
});

it.each([
  [new other.UnavailableError('Redis does not answer'), 503],
  [new other.DeadlineError('too late'), 503],
  [new other.EnvError('no TABLE'), 500],
])('a request that ends by %s of another copy is answered %i', async (error, statusCode) => {
  const { log, metrics } = recordLines();
  const handle = () => Promise.reject(error);
  const handler = rest({ log, metrics, routes: [route({ httpMethod: 'GET', resource: '/notes', handle })] });
  const event = buildRestEvent({ httpMethod: 'GET', resource: '/notes' });
  expect(await handler(event, buildLambdaContext())).toMatchObject({ statusCode });
});

it('a change that another copy rejects is passed over', async () => {
  const observed = recordLines();
  const noted: string[] = [];
  const handler = streamBatch({
    ...{ ...observed, key: z.unknown(), image: z.unknown() },
    handle: () => Promise.reject(new other.RejectedRecordError('TooLong', 'Name: too long')),
    noteRejected: async (records) => void noted.push(...records.map((each) => each.error.reason)),
  });
  const event = buildStreamEvent([{ eventName: 'INSERT', sequenceNumber: '1', keys: {}, newImage: {} }]);
  expect(await handler(event, buildLambdaContext())).toEqual({ batchItemFailures: [] });
  expect(noted).toEqual(['TooLong']);
});
