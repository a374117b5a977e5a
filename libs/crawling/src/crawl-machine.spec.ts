import { describe, expect, it } from '@jest/globals';
import { parseInput } from '@hanok/events';
import { problemsOf, statesLanguage } from '@hanok/workflows';
import { aslProblems, type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import {
  crawlFailure,
  crawlVerdict,
  fetchFailure,
  type FetchFailure,
  fetchOutcome,
} from './messages/crawl-outcome.ts';
import { crawlJob } from './messages/crawl-job.ts';
import {
  MAX_CRAWL_URL,
  MAX_DESCRIPTION,
  MAX_LINK_BYTES,
  MAX_LINKS,
  MAX_TITLE,
} from './messages/crawl-limits.ts';
import { crawlMachine } from './crawl-machine.ts';
import { decideRetry, failCrawl, MAX_ATTEMPTS } from './fail-crawl.ts';

const job = { crawlId: 'crawl-1', url: 'https://site.example/', attempt: 1 };
const page = {
  outcome: 'fetched',
  attempt: 1,
  crawlId: 'crawl-1',
  url: 'https://site.example/',
  finalUrl: 'https://site.example/',
  fetchedAt: 1_700_000_000_000,
  title: '제목',
  description: '',
  links: [],
  isCut: false,
  textLength: 2,
  charset: 'utf-8',
  charsetFrom: 'bom',
};
const [fetchPage, isPage, storePage, judge, choice, wait, stored, givenUp] = [
  'Fetch the page',
  'Is there a page?',
  'Store the page',
  'Judge the failure',
  'Try again or not',
  'Wait for the next attempt',
  'Stored',
  'Given up',
];
const CRAWLER_FAILED = 'Crawler failed';
/** The states of an attempt that stores the page, of one that fails, and of one that throws; another one follows these two. */
const success = [fetchPage, isPage, storePage, stored];
const again = [fetchPage, isPage, judge, choice, wait];
const againAfterError = [fetchPage, judge, choice, wait];

function throws(name: string): TaskDouble {
  return () => {
    throw Object.assign(new Error(), { name });
  };
}
const fails =
  (name: FetchFailure['name'], more: Partial<FetchFailure> = {}): TaskDouble =>
  (input) => ({ outcome: 'failed', ...crawlJob.parse(input), failure: { name, message: 'why', ...more } });
/** The first calls go to `first`, one each, and the others to `then`. */
function inTurn(first: readonly TaskDouble[], then: TaskDouble): TaskDouble & { inputs: unknown[] } {
  const inputs: unknown[] = [];
  const double: TaskDouble = (input) => (first[inputs.push(input) - 1] ?? then)(input);
  return Object.assign(double, { inputs });
}
const fetched: TaskDouble = () => page;
const keep: TaskDouble = () => ({ crawlId: page.crawlId, url: page.url, isNewest: true });
const never: TaskDouble = () => new Promise(() => undefined);

/** `crawl-fail` as it deploys, but for its table. */
const failCrawlDouble: TaskDouble = (input) => {
  const parsed = parseInput(crawlFailure, input);
  if (!parsed.ok) throw Object.assign(new Error(parsed.reason), { name: 'InvalidEventError' });
  const crawls = { putVerdict: async () => undefined };
  return failCrawl({ crawls })(parsed.value, new AbortController().signal);
};

function walk(doubles: Record<string, TaskDouble> = {}, input: unknown = job) {
  const functions = {
    'crawl-fetch': fetched,
    'crawl-store': keep,
    'crawl-fail': failCrawlDouble,
    ...doubles,
  };
  return walkMachine(crawlMachine, { input, functions, timeoutMs: 100 });
}

describe('the crawl machine', () => {
  it('has no problem, and asl-validator finds none', () => {
    expect(problemsOf(crawlMachine)).toEqual([]);
    expect(aslProblems(statesLanguage(crawlMachine))).toEqual([]);
  });

  it('stores a page that is fetched, as it was fetched', async () => {
    const store = inTurn([], keep);
    const walked = await walk({ 'crawl-store': store });
    expect(walked).toEqual({
      states: success,
      output: { crawlId: 'crawl-1', url: 'https://site.example/', isNewest: true },
    });
    expect(store.inputs).toEqual([page]);
  });

  it('is started without an attempt, too', async () => {
    const { crawlId, url } = job;
    const fetch = inTurn([throws('TypeError'), throws('TypeError'), fails('CrawlTimeoutError')], fetched);
    const { states } = await walk({ 'crawl-fetch': fetch }, { crawlId, url });
    expect(states).toEqual([...againAfterError, ...again, ...success]);
    expect(fetch.inputs.slice(2)).toMatchObject([{ attempt: 2 }, { attempt: 3 }]);
  });
});

describe('crawl-fetch', () => {
  it.each(fetchFailure.shape.name.options)(
    'is judged, waited for or given up after %s, as crawl-fail decides',
    async (name) => {
      const fetch = inTurn([fails(name)], fetched);
      const { states, error } = await walk({ 'crawl-fetch': fetch });
      const { retry } = decideRetry({ name, message: 'why' }, 1);
      const end = retry ? [wait, ...success] : [givenUp];
      expect({ states, error }).toEqual({
        states: [fetchPage, isPage, judge, choice, ...end],
        error: undefined,
      });
    },
  );

  it('is tried again with the job of the next attempt', async () => {
    const fetch = inTurn([fails('ConnectionFailedError')], fetched);
    await walk({ 'crawl-fetch': fetch });
    expect(parseInput(crawlJob, fetch.inputs[1])).toEqual({ ok: true, value: { ...job, attempt: 2 } });
  });

  it.each<[string, TaskDouble, string[], string, string | undefined]>([
    ['fails by CrawlTimeoutError', fails('CrawlTimeoutError'), again, givenUp ?? '', undefined],
    ['throws TypeError', throws('TypeError'), againAfterError, CRAWLER_FAILED, 'CrawlFailed'],
    ['throws Runtime.ExitError', throws('Runtime.ExitError'), againAfterError, CRAWLER_FAILED, 'CrawlFailed'],
    ['throws DeadlineError', throws('DeadlineError'), againAfterError, CRAWLER_FAILED, 'CrawlFailed'],
  ])(
    `is judged when it %s ${MAX_ATTEMPTS} times: the site's failure is an outcome, the crawler's own fails the execution`,
    async (_, fetch, round, end, errorName) => {
      const judged: unknown[] = [];
      const fail: TaskDouble = async (input) => {
        const verdict = await failCrawlDouble(input);
        judged.push(verdict);
        return verdict;
      };
      const { states, error } = await walk({ 'crawl-fetch': fetch, 'crawl-fail': fail });
      const rounds = Array.from({ length: MAX_ATTEMPTS - 1 }, () => round).flat();
      expect({ states, error: error?.name }).toEqual({
        states: [...rounds, ...round.slice(0, -1), end],
        error: errorName,
      });
      expect(parseInput(crawlVerdict, judged.at(-1))).toMatchObject({
        value: { retry: false, attempt: MAX_ATTEMPTS },
      });
    },
  );

  it.each<[string, TaskDouble]>([
    ['times out', never],
    ['crashes', throws('Runtime.ExitError')],
    ['is out of memory', throws('Lambda.Unknown')],
    ['throws what it never threw before', throws('WorldEndedError')],
  ])('is run again at once when it %s, and judged when it does so again', async (_, double) => {
    expect((await walk({ 'crawl-fetch': inTurn([double], fetched) })).states).toEqual(success);
    const { states } = await walk({ 'crawl-fetch': inTurn([double, double], fetched) });
    expect(states).toEqual([...againAfterError, ...success]);
  });

  it('is not run again for a job that it refuses', async () => {
    const fetch = inTurn([], throws('InvalidEventError'));
    const { states, error } = await walk({ 'crawl-fetch': fetch });
    expect(states).toEqual([fetchPage, judge, choice, CRAWLER_FAILED]);
    expect(error?.name).toBe('CrawlFailed');
    expect(fetch.inputs).toHaveLength(1);
  });

  it('is given up after 20 waits for a turn', async () => {
    const fetch = inTurn([], fails('CrawlDelayedError', { afterSeconds: 86_400 }));
    const { states, output } = await walk({ 'crawl-fetch': fetch });
    expect(states.at(-1)).toBe(givenUp);
    expect(states.filter((name) => name === wait)).toHaveLength(20);
    expect(parseInput(crawlVerdict, output)).toMatchObject({ value: { attempt: 1, delays: 20 } });
  });

  it('is run again at once for what Lambda calls transient', async () => {
    const fetch = inTurn([throws('Lambda.TooManyRequestsException')], fetched);
    const { states } = await walk({ 'crawl-fetch': fetch });
    expect(states).toEqual(success);
    expect(fetch.inputs).toEqual([job, job]);
  });

  it('waits for its turn without an attempt more', async () => {
    const turn = fails('CrawlDelayedError', { afterSeconds: 30 });
    const turns = Array.from({ length: MAX_ATTEMPTS + 1 }, () => turn);
    const fetch = inTurn(turns, fetched);
    expect((await walk({ 'crawl-fetch': fetch })).states.at(-1)).toBe(stored);
    expect(fetch.inputs.at(-1)).toMatchObject({ attempt: 1 });
  });
});

describe.each([
  ['crawl-store', fetched, success],
  ['crawl-fail', fails('NotHtmlError'), [fetchPage, isPage, judge, choice, givenUp]],
])('%s', (name, fetch, done) => {
  const works = name === 'crawl-store' ? keep : failCrawlDouble;

  it.each<[string, TaskDouble]>([
    ['ProvisionedThroughputExceededException', throws('ProvisionedThroughputExceededException')],
    ['DeadlineError', throws('DeadlineError')],
    ['Lambda.ServiceException', throws('Lambda.ServiceException')],
    ['crash', throws('Runtime.ExitError')],
    ['timeout', never],
  ])('is run again after one %s', async (_, broken) => {
    const double = inTurn([broken], works);
    const { states, error } = await walk({ 'crawl-fetch': fetch, [name]: double });
    expect({ states, error }).toEqual({ states: done, error: undefined });
    expect(double.inputs).toHaveLength(2);
  });
});

describe('crawl-store', () => {
  const tried = [fetchPage, isPage, storePage, judge, choice];

  it('is judged when it fails for good, and the page is fetched again as often as any other', async () => {
    const store = inTurn([], throws('ResourceNotFoundException'));
    const fetch = inTurn([], (input) => ({ ...page, attempt: crawlJob.parse(input).attempt }));
    const { states, error } = await walk({ 'crawl-store': store, 'crawl-fetch': fetch });
    const round = [...tried, wait];
    expect(states).toEqual([...round, ...round, ...round, ...tried, CRAWLER_FAILED]);
    expect(error?.name).toBe('CrawlFailed');
    expect(store.inputs).toHaveLength(7 * MAX_ATTEMPTS);
  });

  it('is judged at once, for good, for a page that it refuses', async () => {
    const store = inTurn([], throws('InvalidEventError'));
    const { states, error } = await walk({ 'crawl-store': store });
    expect({ states, error: error?.name }).toEqual({
      states: [...tried, CRAWLER_FAILED],
      error: 'CrawlFailed',
    });
    expect(store.inputs).toHaveLength(1);
  });

  it('is not tried again with a page that does not say its attempt', async () => {
    const bare = { ...page, attempt: undefined };
    const doubles = { 'crawl-fetch': () => bare, 'crawl-store': throws('Runtime.ExitError') };
    expect((await walk(doubles)).states).toEqual([...tried, CRAWLER_FAILED]);
  });

  it('has the largest page pass through every state, and be judged beside a long error', async () => {
    const url = `https://site.example/?${'\\'.repeat(MAX_CRAWL_URL - 22)}`;
    const link = (index: number) => `https://site.example/${index}/${'가'.repeat(110)}`;
    const links = Array.from({ length: MAX_LINKS }, (_, index) => link(index));
    while (Buffer.byteLength(JSON.stringify(links)) > MAX_LINK_BYTES) links.pop();
    const texts = { title: '가'.repeat(MAX_TITLE), description: '가'.repeat(MAX_DESCRIPTION) };
    const largest = { ...page, ...texts, url, finalUrl: url, links };
    expect(parseInput(fetchOutcome, largest)).toMatchObject({ ok: true });
    expect(Buffer.byteLength(JSON.stringify(largest))).toBeGreaterThan(MAX_LINK_BYTES + 30_000);
    const store: TaskDouble = () => {
      throw Object.assign(new Error('가'.repeat(8_000)), { name: 'InvalidEventError' });
    };
    const { states, error } = await walk({ 'crawl-fetch': () => largest, 'crawl-store': store });
    expect({ states, error: error?.name }).toEqual({
      states: [...tried, CRAWLER_FAILED],
      error: 'CrawlFailed',
    });
  });
});

describe('crawl-fail is the last resort', () => {
  const walkWith = (double: TaskDouble) =>
    walk({ 'crawl-fetch': fails('NotHtmlError'), 'crawl-fail': double });

  it.each([
    ['ResourceNotFoundException', 7],
    ['InvalidEventError', 1],
  ])('and fails the execution by its name when it throws %s %d times', async (name, calls) => {
    const double = inTurn([], throws(name));
    const { states, error } = await walkWith(double);
    expect({ states, error: error?.name }).toEqual({ states: [fetchPage, isPage, judge], error: name });
    expect(double.inputs).toHaveLength(calls);
  });

  it('and fails the execution when it always times out', async () => {
    expect((await walkWith(never)).error?.name).toBe('States.Timeout');
  });
});
