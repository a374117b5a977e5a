import { describe, expect, it } from '@jest/globals';
import { env, parseEnv, withLogIds } from '../index.ts';
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
});

describe('createMetrics', () => {
  it('writes what was counted once, in the embedded metric format', () => {
    const lines: string[] = [];
    const metrics = createMetrics({
      service: 'app',
      write: (line) => void lines.push(line),
      now: () => new Date(42),
    });
    metrics.count('ResultsApplied');
    metrics.count('ResultsApplied', 2);
    metrics.flush();
    metrics.flush();
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: 42,
          CloudWatchMetrics: [
            {
              Namespace: 'Hanok',
              Dimensions: [['service']],
              Metrics: [{ Name: 'ResultsApplied', Unit: 'Count' }],
            },
          ],
        },
        service: 'app',
        ResultsApplied: 3,
      },
    ]);
  });
});
