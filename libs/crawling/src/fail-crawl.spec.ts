import { describe, expect, it } from '@jest/globals';
import { fetchFailure, type FetchFailure } from './messages/crawl-outcome.ts';
import { decideRetry, failCrawl, MAX_ATTEMPTS, MAX_DELAYS } from './fail-crawl.ts';

const { signal } = new AbortController();
const named = (name: FetchFailure['name']): FetchFailure => ({ name, message: 'why' });
const answered = (status: number, afterSeconds?: number): FetchFailure => ({
  name: 'HttpStatusError',
  message: `The site answers ${status}`,
  status,
  afterSeconds,
});

describe('the reason', () => {
  const job = { crawlId: 'crawl-1', url: 'https://site.example/', attempt: 1 };
  const crawls = { putVerdict: async () => undefined };
  const reasonOf = async (failed: { failure: FetchFailure } | { error: { Error: string } }) =>
    (await failCrawl({ crawls })({ ...job, ...failed }, signal)).reason;

  it('of a failed fetch is what is for the caller', async () => {
    expect(await reasonOf({ failure: answered(404) })).toBe('HttpStatusError: The site answers 404');
    const refused: FetchFailure = { name: 'AddressRefusedError', message: 'the address is not public' };
    expect(await reasonOf({ failure: refused })).toBe('AddressRefusedError: the address is not public');
  });

  it('has at most 1,000 characters, and no half of one', async () => {
    const message = `${'x'.repeat(976)}\u{1f600}\ud800`;
    const reason = await reasonOf({ failure: { name: 'ConnectionFailedError', message } });
    expect(reason).toBe(`ConnectionFailedError: ${'x'.repeat(976)}\ufffd`);
  });

  it.each([
    { Error: 'ResourceNotFoundException', Cause: '{"errorType":"x","errorMessage":"table at 10.0.0.1"}' },
    { Error: 'HttpStatusError', Cause: '{"errorType":"HttpStatusError","errorMessage":"at 10.0.0.1"}' },
    { Error: 'Lambda.ServiceException' },
    { Error: 'States.Timeout', Cause: '' },
    { Error: '', Cause: 'null' },
  ])('of an error that crawl-fetch throws keeps its message to the log: %j', async (error) => {
    expect(await reasonOf({ error })).toBe('The crawler failed; its log says why');
  });
});

describe('decideRetry', () => {
  const FINAL: FetchFailure['name'][] = [
    'AddressRefusedError',
    'HostBusyError',
    'HostNotFoundError',
    'NotHtmlError',
    'RobotsDisallowedError',
    'TooLargeError',
    'TooManyRedirectsError',
    'UnreadableBodyError',
  ];
  const RETRIED: FetchFailure['name'][] = [
    'ConnectionFailedError',
    'CrawlTimeoutError',
    'RobotsUnreachableError',
  ];

  it('judges every name of the contract', () => {
    const others = ['CrawlDelayedError', 'HttpStatusError'];
    expect([...FINAL, ...RETRIED, ...others].toSorted()).toEqual(fetchFailure.shape.name.options.toSorted());
  });

  it.each(FINAL)('ends the crawl for %s', (name) => {
    expect(decideRetry(named(name), 1)).toEqual({ retry: false, attempt: 1, afterSeconds: 0 });
  });

  it.each([...RETRIED, undefined])(
    `tries ${MAX_ATTEMPTS} times for %s (undefined: the crawler itself failed), with longer and longer waits`,
    (name) => {
      expect([1, 2, 3, 4].map((attempt) => decideRetry(name && named(name), attempt))).toEqual([
        { retry: true, attempt: 2, afterSeconds: 15 },
        { retry: true, attempt: 3, afterSeconds: 60 },
        { retry: true, attempt: 4, afterSeconds: 240 },
        { retry: false, attempt: 4, afterSeconds: 0 },
      ]);
    },
  );

  it.each([200, 302, 304, 400, 401, 403, 404, 405, 410, 451])('ends the crawl for status %i', (status) => {
    expect(decideRetry(answered(status, 5), 1).retry).toBe(false);
  });

  it.each([408, 425, 429, 500, 502, 503, 504, 599])(
    'tries again for status %i, not before it is asked to',
    (status) => {
      expect(decideRetry(answered(status), 1)).toMatchObject({ retry: true, afterSeconds: 15 });
      expect(decideRetry(answered(status, 5), 1)).toMatchObject({ retry: true, afterSeconds: 15 });
      expect(decideRetry(answered(status, 700), 1)).toMatchObject({
        retry: true,
        attempt: 2,
        afterSeconds: 700,
      });
      expect(decideRetry(answered(status, 700), MAX_ATTEMPTS).retry).toBe(false);
    },
  );

  it('waits for a turn without counting it as an attempt', () => {
    expect(decideRetry({ ...named('CrawlDelayedError'), afterSeconds: 5_000 }, MAX_ATTEMPTS)).toEqual({
      retry: true,
      attempt: MAX_ATTEMPTS,
      afterSeconds: 5_000,
      delays: 1,
    });
  });

  it(`gives up after ${MAX_DELAYS} waits for a turn`, () => {
    const delayed = { ...named('CrawlDelayedError'), afterSeconds: 5_000 };
    expect(decideRetry(delayed, 1, MAX_DELAYS - 1)).toMatchObject({ retry: true, delays: MAX_DELAYS });
    expect(decideRetry(delayed, 1, MAX_DELAYS)).toEqual({ retry: false, attempt: 1, afterSeconds: 0 });
  });

  it.each([86_401, 1e12])('waits a day at most, also when it is asked for %i s', (afterSeconds) => {
    for (const name of ['CrawlDelayedError', 'RobotsUnreachableError'] as const)
      expect(decideRetry({ ...named(name), afterSeconds }, 1)).toMatchObject({ afterSeconds: 86_400 });
  });
});
