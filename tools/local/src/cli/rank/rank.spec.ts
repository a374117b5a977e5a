import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { freePort, startRedis } from '@hanok/engines';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import * as z from 'zod';
import { eventually } from '@hanok/testing';
import { runScript, type StartProcess } from '../start-process.fixture.ts';
import { type GomokuClients, gomokuClients } from '../../demo/gomoku-clients.ts';
import { clientConfig } from '../../stack/gomoku-stack.fixture.ts';
import { type RankCommand, rankUsage } from './rank-options.ts';

const NOT_RUNNING =
  'The local stack does not run: start it with `npm start`, or name a table and a Redis (see --help)\n';
const SCORES = { SomeName: 1_100, 가나다: 900, 'with space': 1_000 };

const outputsShape = z.looseObject({
  Gomoku: z.looseObject({ PlayerTableName: z.string(), RankingRedisEndpoint: z.string() }),
  Local: z.object({ GatewayUrl: z.string(), RedisCertificate: z.string() }),
});

let folder: string;
let outputsFile: string;
let start: StartProcess;
let outputs: z.infer<typeof outputsShape>;
let gomoku: GomokuClients;
let redis: Redis;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-rank-'));
  outputsFile = join(folder, 'outputs.json');
  start = runScript('start.fixture.ts', [folder, '--ephemeral', '--port', '0'], {
    REDIS_URL: '',
    ONLY: 'Gomoku',
  });
  const url = await start.ready;
  outputs = outputsShape.parse(JSON.parse(readFileSync(outputsFile, 'utf8')));
  const redisCa = outputs.Local.RedisCertificate;
  gomoku = gomokuClients({ url, outputs, redisCa });
  redis = connect(outputs.Gomoku.RankingRedisEndpoint, redisCa);
  for (const [name, score] of Object.entries(SCORES)) await sendResult(name, score - 1_000);
  await eventually(() => expectBoard('Rating', SCORES));
});
afterAll(async () => {
  gomoku.close();
  redis.disconnect();
  start.kill('SIGINT');
  await start.ended;
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => expectBoard('Rating', SCORES));

function connect(endpoint: string, caFile: string): Redis {
  const [host = '', port] = endpoint.split(':');
  return new Redis({ host, port: Number(port), tls: { ca: readFileSync(caFile) } });
}

const sendResult = (PlayerName: string, ScoreDiff: number) =>
  gomoku.send(JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff }));

async function expectBoard(name: string, scores: Record<string, number>, client = redis): Promise<void> {
  const flat = await client.zrange(name, '0', '-1', 'WITHSCORES');
  const lines = flat.flatMap((player, index) =>
    index % 2 === 0 ? [[player, Number(flat[index + 1])] as const] : [],
  );
  expect(Object.fromEntries(lines)).toEqual(scores);
}

/** On the stack of this spec. */
const rank = (command: RankCommand, ...options: string[]) =>
  runScript('rank/rank.fixture.ts', [outputsFile, command, ...options]).ended;

const equal = (board = 'Rating') => ({
  code: 0,
  stdout: `no differences: 3 players in table GomokuPlayerInfo, 3 on board ${board}\n`,
  stderr: '',
});
const rebuilt = (board = 'Rating') => ({
  code: 0,
  stdout: expect.stringMatching(
    new RegExp(
      `^Rebuilding board ${board} from table GomokuPlayerInfo\nBoard ${board} swapped in after \\d+\\.\\d s, players: 3\n$`,
    ),
  ),
  stderr: '',
});

describe('rank:verify and rank:rebuild on the running stack', () => {
  it('find that the pipeline left no differences', async () => {
    expect(await rank('verify')).toEqual(equal());
  });

  it('name exactly what somebody broke by hand, and repair it', async () => {
    await redis.zadd('Rating', 7, 'ghost', 1_101, 'SomeName');
    await redis.zrem('Rating', 'with space');
    const { code, stdout, stderr } = await rank('verify');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toBe('player      table  board');
    expect(lines.slice(0, 3).toSorted()).toEqual([
      'SomeName     1100   1101',
      'ghost           -      7',
      // Its line in the listing is still there.
      'with space   1000      -',
    ]);
    expect(lines.slice(3)).toEqual([
      '',
      '3 differences: 3 players in table GomokuPlayerInfo, 3 on board Rating',
    ]);
    expect(await rank('rebuild')).toEqual(rebuilt());
    expect(await rank('verify')).toEqual(equal());
  });

  it('bring back what FLUSHALL took, and the stream goes on from where it was', async () => {
    await redis.flushall();
    const { code, stdout } = await rank('verify');
    expect(code).toBe(1);
    expect(stdout).toMatch(/\n3 differences: 3 players in table GomokuPlayerInfo, 0 on board Rating\n$/);
    expect(await rank('rebuild')).toEqual(rebuilt());
    await sendResult('SomeName', 50);
    await eventually(() => expectBoard('Rating', { ...SCORES, SomeName: 1_150 }));
    expect(await rank('verify')).toEqual(equal());
    await sendResult('SomeName', -50);
    await eventually(() => expectBoard('Rating', SCORES));
  });

  it('make a board of another name beside the usual one', async () => {
    await redis.zadd('Rating', 7, 'ghost');
    expect((await rank('verify', '--board', '2026 봄')).code).toBe(1);
    expect(await rank('rebuild', '--board', '2026 봄')).toEqual(rebuilt('2026 봄'));
    expect(await rank('verify', '--board', '2026 봄')).toEqual(equal('2026 봄'));
    await expectBoard('2026 봄', SCORES);
    await redis.zrem('Rating', 'ghost');
  });

  it('make and compare a board that is spread over shards', async () => {
    expect((await rank('verify', '--shards', '3')).code).toBe(1);
    expect(await rank('rebuild', '--shards', '3')).toEqual(rebuilt());
    expect(await rank('verify', '--shards', '3')).toEqual(equal());
    const sizes = await Promise.all([0, 1, 2].map((shard) => redis.zcard(`Rating/3/${shard}`)));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(3);
  });

  it('have the same done by the deployed function, whose role may scan', async () => {
    await redis.flushall();
    const lambda = new LambdaClient(clientConfig(outputs.Local.GatewayUrl));
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: 'game-rank-rebuild', Payload: '{}' }),
    );
    lambda.destroy();
    expect(FunctionError).toBeUndefined();
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({
      board: 'Rating',
      players: 3,
      unreadable: 0,
    });
    expect(await rank('verify')).toEqual(equal());
  });
});

describe('rank:verify and rank:rebuild on a place that is named', () => {
  const script = (command: RankCommand, options: readonly string[], env?: Record<string, string>) =>
    runScript(`rank/${command}.ts`, options, env);
  const table = () => ['--table', 'GomokuPlayerInfo', '--endpoint', outputs.Local.GatewayUrl];

  it('speak TLS with the certificate that is given', async () => {
    const { RankingRedisEndpoint } = outputs.Gomoku;
    const tls = ['--redis', `rediss://${RankingRedisEndpoint}`];
    const trusted = [...table(), ...tls, '--redis-ca', outputs.Local.RedisCertificate];
    expect(await script('verify', trusted).ended).toEqual(equal());
    const { code, stdout, stderr } = await script('verify', [...table(), ...tls]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Redis: .*certificate.*\n$/);
  });

  it('fill another Redis, with the password from the environment', async () => {
    const password = 'open-sesame';
    const other = await startRedis({ password });
    const client = new Redis(other.port, other.host, { password });
    try {
      const options = [...table(), '--redis', `${other.host}:${other.port}`];
      const refused = await script('rebuild', options).ended;
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Redis: NOAUTH .*\n$/) });
      const done = await script('rebuild', options, { REDIS_PASSWORD: password }).ended;
      expect(done).toEqual(rebuilt());
      await expectBoard('Rating', SCORES, client);
    } finally {
      client.disconnect();
      await other.stop();
    }
  });

  it('say in one line which table there is not, and where no server answers', async () => {
    const redisUrl = ['--redis', 'redis://127.0.0.1:1'];
    const unanswered = await script('rebuild', [...table(), ...redisUrl]).ended;
    expect(unanswered).toMatchObject({ code: 1, stderr: 'Redis: connect ECONNREFUSED 127.0.0.1:1\n' });
    const trusted = ['--redis', `rediss://${outputs.Gomoku.RankingRedisEndpoint}`];
    const options = [...trusted, '--redis-ca', outputs.Local.RedisCertificate, ...table()];
    const { code, stderr } = await script('rebuild', [...options, '--table', 'Other']).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^DynamoDB: ResourceNotFoundException: .*\n$/),
    });
  });

  it('stop at Ctrl-C, and leave the board as it was', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo; // A server that listens on TCP has one.
    const endpoint = ['--table', 'GomokuPlayerInfo', '--endpoint', `http://127.0.0.1:${port}`];
    const place = ['--redis', `rediss://${outputs.Gomoku.RankingRedisEndpoint}`];
    const rebuild = script('rebuild', [...endpoint, ...place, '--redis-ca', outputs.Local.RedisCertificate]);
    await once(silent, 'connection');
    rebuild.kill('SIGINT');
    expect(await rebuild.ended).toMatchObject({ code: 1, stderr: 'Interrupted\n' });
    silent.close();
  });
});

describe('rank:verify and rank:rebuild', () => {
  it.each(['verify', 'rebuild'] as const)('%s tells its options with --help', async (command) => {
    const ending = await rank(command, '--help');
    expect(ending).toEqual({ code: 0, stdout: `${rankUsage(command)}\n`, stderr: '' });
  });

  it.each(['verify', 'rebuild'] as const)(
    '%s ends with 2 and one line for options it does not know',
    async (command) => {
      const ending = await rank(command, '--boards');
      expect(ending).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^.*'--boards'.*\n$/) });
    },
  );

  it('say in one line that no stack runs, whether it never did or has ended', async () => {
    const never = await runScript('rank/rank.fixture.ts', [join(folder, 'none.json'), 'verify']).ended;
    expect(never).toEqual({ code: 1, stdout: '', stderr: NOT_RUNNING });
    const GatewayUrl = `http://127.0.0.1:${await freePort()}`;
    const ended = join(folder, 'ended.json');
    writeFileSync(ended, JSON.stringify({ ...outputs, Local: { ...outputs.Local, GatewayUrl } }));
    const gone = await runScript('rank/rank.fixture.ts', [ended, 'rebuild']).ended;
    expect(gone).toEqual({ code: 1, stdout: '', stderr: NOT_RUNNING });
  });
});
