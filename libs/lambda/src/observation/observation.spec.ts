import { describe, expect, it } from '@jest/globals';
import { env, parseEnv, RecordsFailedError, withLogIds } from '../index.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

describe('parseEnv', () => {
  const shape = {
    REDIS: env.text(),
    REDIS_PORT: env.integer('6379'),
    REDIS_TLS: env.flag('false'),
    BOARD: env.text('Rating'),
  };

  it('reads text, numbers and flags, with defaults', () => {
    expect(parseEnv(shape, { REDIS: 'host', REDIS_TLS: 'true' })).toEqual({
      REDIS: 'host',
      REDIS_PORT: 6379,
      REDIS_TLS: true,
      BOARD: 'Rating',
    });
  });

  it('reports every missing or bad variable at once, and no value', () => {
    const bad = () => parseEnv(shape, { REDIS_PORT: '63-79', REDIS_TLS: 'yes', BOARD: '' });
    expect(bad).toThrow(
      'Environment variables: REDIS: missing; REDIS_PORT: expected a whole number; REDIS_TLS: expected one of true, false; BOARD: at least 1 characters',
    );
    expect(bad).not.toThrow('63-79');
  });
});

describe('env.list', () => {
  const read = (text?: string) =>
    parseEnv({ LIST: env.list() }, { ...(text !== undefined && { LIST: text }) });

  it('reads one or more texts without the blanks around them', () => {
    expect(read('https://a.example')).toEqual({ LIST: ['https://a.example'] });
    expect(read(' a , b c,d')).toEqual({ LIST: ['a', 'b c', 'd'] });
    expect(parseEnv({ LIST: env.list('*') }, {})).toEqual({ LIST: ['*'] });
  });

  it.each(['', ' ', ',', 'a,', ',a', 'a,,b', 'a, ,b'])('refuses %j', (text) => {
    expect(() => read(text)).toThrow('LIST: expected texts with commas between');
  });

  it('refuses a list that is not there', () => {
    expect(() => read()).toThrow('LIST: missing');
  });
});

describe('createLogger', () => {
  const here = expect.stringContaining('observation.spec.ts');

  it('writes one JSON line with the ids of the call, across awaits', async () => {
    const lines: string[] = [];
    const log = createLogger({ service: 'app', write: (line) => void lines.push(line) });
    await Promise.all(
      ['a', 'b'].map((requestId) =>
        withLogIds({ requestId }, async () => {
          await Promise.resolve();
          withLogIds({ messageId: `${requestId}1` }, () => log.warn('seen', { count: 2 }));
        }),
      ),
    );
    expect(lines).toEqual([
      '{"level":"warn","service":"app","message":"seen","requestId":"a","messageId":"a1","count":2}\n',
      '{"level":"warn","service":"app","message":"seen","requestId":"b","messageId":"b1","count":2}\n',
    ]);
  });

  it('writes of an error its name, message and code, not what it carries', () => {
    const lines: string[] = [];
    const error = Object.assign(new TypeError('refused'), {
      code: 'ECONNREFUSED',
      command: { args: ['hunter2'] },
    });
    createLogger({ service: 'app', write: (line) => void lines.push(line) }).error('failed', { error });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      error: { name: 'TypeError', message: 'refused', code: 'ECONNREFUSED' },
    });
    expect(lines[0]).not.toContain('hunter2');
  });

  it('writes the places of an error and of its causes, and their messages once', () => {
    const lines: string[] = [];
    const root = new RangeError('first line\n    second line');
    const error = new TypeError('refused', { cause: root });
    const other = new Error('with a value for a cause', { cause: { args: ['hunter2'] } });
    const log = createLogger({ service: 'app', write: (line) => void lines.push(line) });
    log.error('failed', { error });
    log.error('failed', { error: other });
    expect(JSON.parse(lines[0] ?? '').error).toEqual({
      name: 'TypeError',
      message: 'refused',
      cause: { ...{ name: 'RangeError', message: root.message }, stack: expect.arrayContaining([here]) },
      stack: expect.arrayContaining([here]),
    });
    expect(lines[0]?.split('second line')).toHaveLength(2);
    expect(JSON.parse(lines[1] ?? '').error).not.toHaveProperty('cause');
    expect(lines[1]).not.toContain('hunter2');
  });

  const loggedError = (error: unknown) => {
    const lines: string[] = [];
    createLogger({ service: 'app', write: (line) => void lines.push(line) }).error('failed', { error });
    expect(lines).toHaveLength(1);
    return { text: lines[0] ?? '', error: JSON.parse(lines[0] ?? '').error };
  };

  it('writes the errors of an AggregateError and of a batch, each with its places', () => {
    const connect = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const { error } = loggedError(new AggregateError([connect, 'hunter2'], 'no address answers'));
    expect(error).toMatchObject({
      name: 'AggregateError',
      errors: [{ message: 'connect', code: 'ECONNREFUSED', stack: expect.arrayContaining([here]) }],
    });
    expect(loggedError(new RecordsFailedError([connect], 2)).error.errors).toHaveLength(1);
  });

  it('writes an error that says more of itself in toJSON as any other', () => {
    const error = Object.assign(new Error('refused'), { toJSON: () => ({ headers: 'hunter2' }) });
    const logged = loggedError(error);
    expect(logged.error).toMatchObject({ name: 'Error', message: 'refused' });
    expect(logged.text).not.toContain('hunter2');
  });

  it('writes a line whatever it is given: causes in a circle, objects within themselves, big numbers', () => {
    const round = new Error('round');
    round.cause = round;
    const { error } = loggedError(round);
    expect(JSON.stringify(error).split('"round"')).toHaveLength(6);
    expect(loggedError(Object.assign(new Error('x'), { code: 7n })).error).not.toHaveProperty('code');
    expect(loggedError(new Error('long '.repeat(100_000))).text.length).toBeLessThan(20_000);
    const within: Record<string, unknown> = {};
    within['itself'] = within;
    const lines: string[] = [];
    const log = createLogger({ service: 'app', write: (line) => void lines.push(line) });
    log.error('failed', { within });
    log.error('failed', { count: 9_007_199_254_740_993n });
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      { level: 'error', service: 'app', message: 'failed' },
      { level: 'error', service: 'app', message: 'failed', count: '9007199254740993' },
    ]);
  });
});

describe('createMetrics', () => {
  const record = () => {
    const lines: string[] = [];
    const write = (line: string) => void lines.push(line);
    const metrics = createMetrics({ service: 'app', write, now: () => new Date(42) });
    return { metrics, lines: () => lines.map((line): unknown => JSON.parse(line)) };
  };
  const lineOf = (counts: Record<string, number>) => ({
    _aws: {
      Timestamp: 42,
      CloudWatchMetrics: [
        {
          Namespace: 'Hanok',
          Dimensions: [['service']],
          Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' })),
        },
      ],
    },
    service: 'app',
    ...counts,
  });

  it('writes what an invocation counted once, in the embedded metric format', async () => {
    const { metrics, lines } = record();
    await metrics.collect(async () => {
      metrics.count('ResultsApplied');
      metrics.count('ResultsApplied', 2);
    });
    await metrics.collect(async () => undefined);
    expect(lines()).toEqual([lineOf({ ResultsApplied: 3 })]);
  });

  it('writes what was counted before an invocation failed, and answers its error', async () => {
    const { metrics, lines } = record();
    const failing = metrics.collect(async () => {
      metrics.count('ResultsApplied');
      throw new TypeError('refused');
    });
    await expect(failing).rejects.toThrow(new TypeError('refused'));
    expect(lines()).toEqual([lineOf({ ResultsApplied: 1 })]);
  });

  it('writes what is measured beside the counts, each value, at most 100 a line', async () => {
    const { metrics, lines } = record();
    await metrics.collect(async () => {
      metrics.measure('Age', [12, 7]);
      metrics.count('Seen');
      metrics.measure('Age', [30]);
      metrics.measure('None', []);
    });
    await metrics.collect(async () =>
      metrics.measure(
        'Age',
        Array.from({ length: 201 }, (_, age) => age),
      ),
    );
    metrics.measure('Outside', [1]);
    const Seen = { Name: 'Seen', Unit: 'Count' };
    const Age = { Name: 'Age', Unit: 'Milliseconds' };
    const holding = (...Metrics: object[]) => ({ CloudWatchMetrics: [expect.objectContaining({ Metrics })] });
    expect(lines()).toEqual([
      { ...{ service: 'app', Seen: 1, Age: [12, 7, 30] }, _aws: expect.objectContaining(holding(Seen, Age)) },
      ...[0, 100, 200].map((from) => ({
        ...{ service: 'app', Age: Array.from({ length: Math.min(100, 201 - from) }, (_, i) => from + i) },
        _aws: expect.objectContaining(holding(Age)),
      })),
      expect.objectContaining({ Outside: [1] }),
    ]);
  });

  it('keeps the counts of two invocations at the same time apart', async () => {
    const { metrics, lines } = record();
    const gate = Promise.withResolvers<undefined>();
    const slow = metrics.collect(async () => {
      metrics.count('Slow');
      await gate.promise;
      metrics.count('Slow');
    });
    await metrics.collect(async () => metrics.count('Quick'));
    expect(lines()).toEqual([lineOf({ Quick: 1 })]);
    gate.resolve(undefined);
    await slow;
    expect(lines()).toEqual([lineOf({ Quick: 1 }), lineOf({ Slow: 2 })]);
  });

  it('writes at once what is counted outside of an invocation or after its end', async () => {
    const { metrics, lines } = record();
    const gate = Promise.withResolvers<undefined>();
    const left = await metrics.collect(async () => ({
      behind: gate.promise.then(() => metrics.count('Late')),
    }));
    metrics.count('Outside', 2);
    gate.resolve(undefined);
    await left.behind;
    expect(lines()).toEqual([lineOf({ Outside: 2 }), lineOf({ Late: 1 })]);
  });
});
