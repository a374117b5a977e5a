import { describe, expect, it } from '@jest/globals';
import { UsageError } from '../read-arguments.ts';
import { rankUsage, readRankOptions } from './rank-options.ts';

const named = ['--table', 'Players', '--redis', 'redis.example:6380'];

describe('readRankOptions', () => {
  it('means the board Rating of the local stack when nothing is said', () => {
    expect(readRankOptions([])).toEqual({ board: 'Rating', help: false });
  });

  it('reads every option of the usage', () => {
    const args = [
      ...['--board', '2026 봄', '--help', '--table', 'Players', '--redis', 'rediss://redis.example'],
      ...[
        '--shards',
        '16',
        '--cluster',
        '--redis-ca',
        'ca.pem',
        '--endpoint',
        'http://127.0.0.1:8000',
        '--region',
        'ap-northeast-2',
      ],
    ];
    expect(readRankOptions(args)).toEqual({
      board: '2026 봄',
      shards: 16,
      help: true,
      place: {
        table: 'Players',
        redis: { host: 'redis.example', port: 6379, tls: true, cluster: true },
        redisCa: 'ca.pem',
        endpoint: 'http://127.0.0.1:8000',
        region: 'ap-northeast-2',
      },
    });
    for (const command of ['verify', 'rebuild'] as const)
      for (const option of args.filter((arg) => arg.startsWith('--')))
        expect(rankUsage(command)).toContain(option);
  });

  it.each([
    ['localhost', 'localhost', 6379, false],
    ['redis.example:6380', 'redis.example', 6380, false],
    ['redis://10.0.0.7:7000', '10.0.0.7', 7000, false],
    ['rediss://redis.example:6380/', 'redis.example', 6380, true],
    ['[::1]:6380', '::1', 6380, false],
  ])('finds Redis at %s', (address, host, port, tls) => {
    expect(readRankOptions(['--table', 'T', '--redis', address]).place?.redis).toEqual({ host, port, tls });
  });

  it.each([
    [['--bord', 'x'], '--bord'],
    [['Rating'], 'Rating'],
    [['--board', ''], '--board: 1 to 512 characters without { and }'],
    [['--board', 'a{b}'], '--board: 1 to 512 characters without { and }'],
    [['--shards', '0'], '--shards: 1 to 256'],
    [['--shards', '257'], '--shards: 1 to 256'],
    [['--shards', 'x'], '--shards: 1 to 256'],
    [['--cluster'], '--table and --redis: both'],
    [['--table', 'T'], '--table and --redis: both'],
    [['--redis', 'localhost'], '--table and --redis: both'],
    [['--region', 'us-east-1'], '--table and --redis: both'],
    [[...named, '--endpoint', 'localhost:8000'], '--endpoint: http://host:port'],
    [[...named, '--redis-ca', 'ca.pem'], '--redis-ca: for rediss:// only'],
    [['--table', 'T', '--redis', 'http://localhost'], '--redis: host:port'],
    [['--table', 'T', '--redis', 'redis://localhost/1'], '--redis: host:port'],
    [['--table', 'T', '--redis', 'localhost:70000'], '--redis: host:port'],
  ])('refuses %j', (args, reason) => {
    expect(() => readRankOptions(args)).toThrow(UsageError);
    expect(() => readRankOptions(args)).toThrow(reason);
  });

  it('refuses a password on the command line, and does not repeat it', () => {
    const args = ['--table', 'T', '--redis', 'rediss://:open-sesame@redis.example'];
    expect(() => readRankOptions(args)).toThrow(
      new UsageError('--redis: name and password come from REDIS_USERNAME and REDIS_PASSWORD'),
    );
  });
});
