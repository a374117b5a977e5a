import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { freePort, startRedis } from '@hanok/engines';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@hanok/testing';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';
import { writeWaitAssembly } from '../stack/wait-assembly.fixture.ts';
import { descendantsOf, stillRunning } from '../stack/process-tree.fixture.ts';
import { runScript, type StartProcess } from './start-process.fixture.ts';
import { USAGE } from './start-options.ts';

const ONE_LINE = /^.+\n$/;

let folder: string;
const running: StartProcess[] = [];
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-start-'))));
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.kill('SIGKILL');
    await each.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Of the stack Gomoku; without a port among the options, on a free one. */
function start(options: readonly string[] = [], env: Record<string, string> = {}): StartProcess {
  const port = options.includes('--port') ? [] : ['--port', '0'];
  const child = runScript('start.fixture.ts', [folder, ...options, ...port], {
    REDIS_URL: '',
    ONLY: 'Gomoku',
    ...env,
  });
  running.push(child);
  return child;
}

const state = () => join(folder, 'state');
const entriesOf = (dir: string) => readdirSync(dir, { recursive: true }).map(String);

async function stop(child: StartProcess): Promise<void> {
  child.kill('SIGINT');
  await child.ended;
}

describe('npm start', () => {
  it('tells its options with --help', async () => {
    expect(await runScript('start.js', ['--help']).ended).toEqual({
      code: 0,
      stdout: `${USAGE}\n`,
      stderr: '',
    });
  });

  it.each([
    [['--prot', '1'], '--prot'],
    [['--port', 'http'], '--port'],
    [['--port', '65536'], '--port'],
    [['--dynamodb-endpoint', 'https://127.0.0.1:8000'], '--dynamodb-endpoint'],
  ])('ends with 2 and one line for %j', async (args, name) => {
    const { code, stdout, stderr } = await runScript('start.js', args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(ONE_LINE);
    expect(stderr).toContain(name);
  });

  it('says in one line that its port is taken, and starts nothing', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await start(['--port', String(port)]).ended;
    other.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Port ${port} is taken by another program: stop it, or choose another port with --port.\n`,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says in one line that no DynamoDB engine is where it was told', async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await start([], { DYNAMODB_ENDPOINT: address }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `The DynamoDB engine at ${address} cannot be used: no program listens there. Start one there, or give its address with --dynamodb-endpoint (or DYNAMODB_ENDPOINT)\n`,
    });
  });

  it('says in one line that redis-server is missing and cannot be installed', async () => {
    const { code, stderr } = await start([], { PATH: folder }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'redis-server is not on PATH: install it, or set REDIS_URL to a running one\n',
    });
  });
});

describe('a stack that npm start runs', () => {
  it('writes outputs.json, and stops every child at SIGINT', async () => {
    const stack = start([], { ONLY: '' });
    const url = await stack.ready;
    await sendResult(url, 'SomeName');
    await eventually(async () => expect(await scoreOf(url, 'SomeName')).toBe(1100));
    const outputs = JSON.parse(readFileSync(join(folder, 'outputs.json'), 'utf8'));
    expect(outputs).toMatchObject({
      Gomoku: { GameResultQueueUrl: `${url}/000000000000/game-result-queue` },
    });
    const children = descendantsOf(stack.pid);
    expect(children.map(({ command }) => command).join('\n')).toMatch(/redis-server[^]*aws-lambda-ric/);
    stack.kill('SIGINT');
    const { code, stdout, stderr } = await stack.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stillRunning(children)).toEqual([]);
    expect(stdout).toMatch(/game-sqs-process .* REPORT Duration: .* Init Duration: /);
    expect(stdout).not.toContain('\u001b');
  });

  it('keeps its state, for its user alone, for the next one, which --reset forgets', async () => {
    const first = start();
    await sendResult(await first.ready, 'Kept');
    await eventually(async () => expect(await scoreOf(await first.ready, 'Kept')).toBe(1100));
    expect(entriesOf(state())).toContain('dynamodb.db');
    const open = ['', ...entriesOf(state())].filter((name) => lstatSync(join(state(), name)).mode & 0o077);
    expect(open).toEqual([]);
    await stop(first);
    const second = start();
    expect(await scoreOf(await second.ready, 'Kept')).toBe(1100);
    await stop(second);
    const third = start(['--reset']);
    expect(await scoreOf(await third.ready, 'Kept')).toBeUndefined();
  });

  it('has its state to itself: another one ends with one line, and resets nothing', async () => {
    const stack = start();
    const url = await stack.ready;
    await sendResult(url, 'Mine');
    await eventually(async () => expect(await scoreOf(url, 'Mine')).toBe(1100));
    const { code, stderr } = await start(['--reset']).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `Another stack runs on ${join(folder, 'state')}: stop it first\n`,
    });
    await sendResult(url, 'Mine');
    await eventually(async () => expect(await scoreOf(url, 'Mine')).toBe(1200));
  });

  it('leaves no state behind with --ephemeral', async () => {
    const TMPDIR = join(folder, 'tmp');
    mkdirSync(TMPDIR);
    const stack = start(['--ephemeral'], { TMPDIR });
    await stack.ready;
    expect(readdirSync(TMPDIR)).not.toEqual([]);
    stack.kill('SIGTERM');
    expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(TMPDIR)).toEqual([]);
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });

  it.each(['redis-server', 'dynoxide'])('stops with one line when %s is killed', async (engine) => {
    const stack = start(['--ephemeral']);
    await stack.ready;
    const children = descendantsOf(stack.pid);
    const [victim] = children.filter(({ command }) => command.split(' ')[0]?.endsWith(engine));
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    const { code, stderr } = await stack.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: `${engine} ended (SIGKILL): the stack stops\n` });
    expect(stillRunning(children)).toEqual([]);
  });
});

describe('the state of npm start', () => {
  it('is named by one line where a file of it is damaged, which --reset forgets', async () => {
    const first = start();
    await first.ready;
    await stop(first);
    const files = entriesOf(state()).filter((name) => /\.(db|aof)$/.test(name) && name !== 'lock.db');
    // One of each program that reads them: the stack, its queue engine, dynoxide and redis-server.
    const read = files.filter((name) => /^(checkpoints|queues|dynamodb)|incr\.aof$/.test(name));
    expect(read).toHaveLength(4);
    for (const file of read) {
      const path = join(state(), file);
      const whole = readFileSync(path);
      writeFileSync(path, 'this is not what the stack wrote '.repeat(500));
      const { code, stderr } = await start().ended;
      expect({ file, code, stderr }).toEqual({
        ...{ file, code: 1 },
        stderr: expect.stringMatching(
          /^\S+ cannot be used: .+\. Start with --reset to forget the state, .+\n$/,
        ),
      });
      expect(stderr).toContain(join(state(), file.split('/')[0] ?? ''));
      writeFileSync(path, whole);
    }
    for (const file of [...files, 'lock.db']) writeFileSync(join(state(), file), 'damaged');
    const reset = start(['--reset']);
    expect(await scoreOf(await reset.ready, 'Anyone')).toBeUndefined();
    await stop(reset);
  }, 90_000);
});

describe('npm start with clients that are connected before it', () => {
  it('becomes ready, and stops at SIGINT, at any moment of its start', async () => {
    const port = await freePort();
    const sockets: Socket[] = [];
    const clients = setInterval(() => {
      // One says nothing, and one stops in the middle of its request.
      for (const text of ['', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf']) {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined).on('connect', () => socket.write(text));
        sockets.push(socket);
      }
    }, 5);
    try {
      const stack = start(['--port', String(port)]);
      await stack.ready;
      stack.kill('SIGINT');
      expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
      for (const word of ['redis-server', 'dynoxide']) {
        const early = start(['--port', String(port)]);
        const children = await eventually(() => {
          const found = descendantsOf(early.pid);
          expect(found.map(({ command }) => command).join('\n')).toContain(word);
          return found;
        });
        early.kill('SIGINT');
        expect((await early.ended).stderr).toBe('');
        await eventually(() => expect(stillRunning(children)).toEqual([]));
      }
    } finally {
      clearInterval(clients);
      for (const socket of sockets) socket.destroy();
    }
  });
});

describe('a state machine that waits for an hour', () => {
  it('does not keep the process at SIGINT, which closes the file of its executions, and waits on in the next stack', async () => {
    const assembly = writeWaitAssembly();
    const stack = start([], { ASSEMBLY: assembly.folder, ONLY: '' });
    const sfn = new SFNClient({ ...clientConfig(await stack.ready), disableHostPrefix: true });
    const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
    try {
      const { executionArn } = await sfn.send(
        new StartExecutionCommand({ stateMachineArn: arnOf('standard') }),
      );
      const sync = sfn.send(new StartSyncExecutionCommand({ stateMachineArn: arnOf('express') }));
      // Whether its answer or the end of the gateway is first is not settled.
      sync.catch(() => undefined);
      await eventually(async () => {
        const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
        expect(events?.at(-1)?.type).toBe('WaitStateEntered');
      });
      expect(readdirSync(join(folder, 'state'))).toContain('executions.db-wal');
      stack.kill('SIGINT');
      expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
      // SQLite removes the log of a file that was closed.
      const left = readdirSync(join(folder, 'state')).filter((name) => name.startsWith('executions'));
      expect(left).toEqual(['executions.db']);
      const again = start([], { ASSEMBLY: assembly.folder, ONLY: '' });
      const client = new SFNClient({ ...clientConfig(await again.ready), disableHostPrefix: true });
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      const { events } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
      client.destroy();
      expect([status, events?.map(({ type }) => type)]).toEqual([
        'RUNNING',
        ['ExecutionStarted', 'WaitStateEntered'],
      ]);
      again.kill('SIGINT');
      expect(await again.ended).toMatchObject({ code: 0, stderr: '' });
    } finally {
      sfn.destroy();
      assembly.remove();
    }
  });
});

describe('REDIS_URL', () => {
  it('names a plain Redis that the stack then uses, with TLS before it', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    try {
      const stack = start(['--ephemeral'], { REDIS_URL: redis.url });
      await sendResult(await stack.ready, 'Elsewhere');
      await eventually(async () => expect(await client.zscore('Rating', 'Elsewhere')).toBe('1100'));
      expect(
        descendantsOf(stack.pid)
          .map(({ command }) => command)
          .join('\n'),
      ).not.toContain('redis-server');
      await stop(stack);
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });

  it('is refused in one line when it holds a password, which is not told', async () => {
    const { code, stdout, stderr } = await start([], { REDIS_URL: 'redis://:secret@127.0.0.1:1' }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'REDIS_URL: expected redis://host:port, without a password or a database\n',
    });
    expect(stdout).not.toContain('secret');
  });
});

async function sendResult(url: string, PlayerName: string): Promise<void> {
  const sqs = new SQSClient(clientConfig(url));
  const MessageBody = JSON.stringify({ PlayerName, WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
  await sqs.send(new SendMessageCommand({ QueueUrl: `${url}/000000000000/game-result-queue`, MessageBody }));
  sqs.destroy();
}

async function scoreOf(url: string, name: string): Promise<number | undefined> {
  const dynamodb = new DynamoDBClient(clientConfig(url));
  const Key = { PlayerName: { S: name } };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'GomokuPlayerInfo', Key }));
  dynamodb.destroy();
  return Item && Number(Item.Score?.N);
}
