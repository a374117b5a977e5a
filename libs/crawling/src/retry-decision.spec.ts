import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AddressRefusedError,
  ConnectionFailedError,
  CrawlDelayedError,
  crawlErrorNames,
  CrawlTimeoutError,
  HttpStatusError,
} from './errors.ts';
import { readFailure } from './failure-reason.ts';
import { decideRetry, MAX_ATTEMPTS } from './retry-decision.ts';

/** The error as Step Functions catches it from a function that threw it. */
const caught = ({ name, message }: Error) => ({
  Error: name,
  Cause: JSON.stringify({
    errorType: name,
    errorMessage: message,
    trace: [`${name}: ${message}`, '    at secret (/var/task/main.js:1:1)'],
  }),
});
const decide = (error: Error, attempt = 1) => decideRetry(readFailure(caught(error)), attempt);
const named = (name: string, message = '') => Object.assign(new Error(message), { name });

describe('a caught error', () => {
  it('comes through Lambda and Step Functions with its status and its seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 599 }),
        fc.option(fc.nat(3_600), { nil: undefined }),
        (status, seconds) => {
          expect(readFailure(caught(new HttpStatusError(status, seconds)))).toMatchObject({
            name: 'HttpStatusError',
            status,
            afterSeconds: seconds,
          });
        },
      ),
    );
    expect(readFailure(caught(new CrawlDelayedError(86_400)))).toMatchObject({ afterSeconds: 86_400 });
    expect(
      readFailure(caught(new CrawlTimeoutError('Not done within 10000 ms'))).afterSeconds,
    ).toBeUndefined();
  });

  it('says in its reason what is for the caller', () => {
    expect(readFailure(caught(new HttpStatusError(404))).reason).toBe(
      'HttpStatusError: The site answers 404',
    );
    expect(readFailure(caught(new AddressRefusedError('the address is not public'))).reason).toBe(
      'AddressRefusedError: the address is not public',
    );
  });

  it.each([
    { Error: 'ResourceNotFoundException', Cause: '{"errorType":"x","errorMessage":"table at 10.0.0.1"}' },
    { Error: 'Lambda.ServiceException' },
    { Error: 'States.Timeout', Cause: '' },
    { Error: '', Cause: 'null' },
  ])('that is not ours keeps its message for itself: %j', (error) => {
    expect(readFailure(error)).toEqual({
      name: undefined,
      status: undefined,
      afterSeconds: undefined,
      reason: 'The crawler failed; its log says why',
    });
  });

  it.each(['', 'no JSON', '{}', '[]', '{"errorType":1,"errorMessage":2}'])(
    'with the cause %j has its name alone',
    (Cause) => {
      expect(readFailure({ Error: 'NotHtmlError', Cause }).reason).toBe('NotHtmlError');
    },
  );
});

describe('decideRetry', () => {
  const FINAL = [
    'AddressRefusedError',
    'HostBusyError',
    'HostNotFoundError',
    'NotHtmlError',
    'RobotsDisallowedError',
    'TooLargeError',
    'TooManyRedirectsError',
    'UnreadableBodyError',
  ];
  const RETRIED = ['ConnectionFailedError', 'CrawlTimeoutError', 'RobotsUnreachableError'];

  it('judges every name of the contract', () => {
    const others = ['CrawlDelayedError', 'HttpStatusError'];
    expect([...FINAL, ...RETRIED, ...others].toSorted()).toEqual([...crawlErrorNames].toSorted());
  });

  it.each(FINAL)('ends the crawl for %s', (name) => {
    expect(decide(named(name))).toEqual({ retry: false, attempt: 1, afterSeconds: 0 });
  });

  it.each([
    ...RETRIED,
    'Sandbox.Timedout',
    'States.Timeout',
    'Lambda.TooManyRequestsException',
    'TimeoutError',
  ])(`tries ${MAX_ATTEMPTS} times for %s, with longer and longer waits`, (name) => {
    expect([1, 2, 3, 4].map((attempt) => decide(named(name), attempt))).toEqual([
      { retry: true, attempt: 2, afterSeconds: 15 },
      { retry: true, attempt: 3, afterSeconds: 60 },
      { retry: true, attempt: 4, afterSeconds: 240 },
      { retry: false, attempt: 4, afterSeconds: 0 },
    ]);
  });

  it.each([200, 302, 304, 400, 401, 403, 404, 405, 410, 451])('ends the crawl for status %i', (status) => {
    expect(decide(new HttpStatusError(status, 5)).retry).toBe(false);
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])(
    'tries again for status %i, not before it is asked to',
    (status) => {
      expect(decide(new HttpStatusError(status))).toMatchObject({ retry: true, afterSeconds: 15 });
      expect(decide(new HttpStatusError(status, 5))).toMatchObject({ retry: true, afterSeconds: 15 });
      expect(decide(new HttpStatusError(status, 700))).toMatchObject({
        retry: true,
        attempt: 2,
        afterSeconds: 700,
      });
      expect(decide(new HttpStatusError(status, 700), MAX_ATTEMPTS).retry).toBe(false);
    },
  );

  it('waits for a turn without counting it as an attempt', () => {
    expect(decide(new CrawlDelayedError(5_000), MAX_ATTEMPTS)).toEqual({
      retry: true,
      attempt: MAX_ATTEMPTS,
      afterSeconds: 5_000,
    });
  });
});

it('says the code of a failed connection and nothing of where it went', () => {
  const cause = new Error('connect ECONNREFUSED 10.0.0.1:80');
  expect(new ConnectionFailedError('ECONNREFUSED', { cause }).message).toBe(
    'The connection failed: ECONNREFUSED',
  );
});
