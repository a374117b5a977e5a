import { afterAll, describe, expect, it } from '@jest/globals';
import { startRedis } from '@hanok/engines';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { IS_DEEP, startTables } from '@hanok/testing';
import { makeTeam, type NodeName, type Run } from './team.ts';

const QUICK = {
  '@aws-sdk/client-dynamodb': '3.1162.0',
  '@types/node': '24.19.2',
  '@valkey/valkey-glide': '2.5.2',
  arktype: '2.2.9',
  ioredis: '6.0.0',
  'ioredis-5': 'npm:ioredis@5.11.1',
  redis: '6.3.1',
  'redis-5': 'npm:redis@5.12.1',
  typescript: '7.0.2',
  valibot: '1.5.0',
  zod: '4.6.7',
  'zod-oldest': 'npm:zod@4.0.0',
};
const DEEP = {
  '@swc/core': '1.16.18',
  '@swc/jest': '0.2.39',
  jest: '30.5.2',
  'typescript-5.6': 'npm:typescript@5.6.3',
  vitest: '5.1.1',
};
/** The lowest of each range that the libraries take; they run on the first release of Node 22. */
const OLDEST = {
  '@aws-sdk/client-apigatewaymanagementapi': '3.675.0',
  '@aws-sdk/client-dynamodb': '3.670.0',
  '@aws-sdk/client-gamelift': '3.670.0',
  '@aws-sdk/client-s3': '3.670.0',
  '@aws-sdk/client-sfn': '3.670.0',
  '@aws-sdk/client-sqs': '3.670.0',
  '@smithy/node-http-handler': '4.4.0',
  '@types/node': '22.20.5',
  htmlparser2: '12.0.0',
  ioredis: '5.4.0',
  jose: '6.0.1',
  sharp: '0.35.0',
  typescript: '5.6.3',
  zod: '4.0.0',
};
const NODES: readonly NodeName[] = ['node-22', 'this node'];
/** The first that `require`s ES modules without a flag. */
const NODE_22 = '22.12.0';

const [team, db, redis] = await Promise.all([
  makeTeam(NODE_22, IS_DEEP ? { ...QUICK, ...DEEP } : QUICK),
  startTables([PLAYER_TABLE, RESULT_RECEIPT_TABLE]),
  startRedis(),
]);
afterAll(() => Promise.all([team.remove(), db.stop(), redis.stop()]));

const PASSED = { status: 0, stderr: '' };
/** The one line that a program of the team says of itself; its log lines are of others. */
function answerOf(program: string, { stdout, stderr }: Run): unknown {
  const line = stdout.split('\n').find((each) => each.startsWith(`{"program":"${program}"`));
  if (line === undefined) throw new Error(`${program} did not answer: ${stdout}${stderr}`);
  return JSON.parse(line);
}

describe('with TypeScript', () => {
  it.each(['tsconfig.json', 'tsconfig.cjs.json'])(
    'compiles %s under nodenext, and the declarations of all libraries are checked',
    async (tsconfig) => {
      const run = await team.run('this node', ['node_modules/typescript/bin/tsc', '-p', tsconfig]);
      expect(run).toEqual({ ...PASSED, stdout: '' });
    },
    120_000,
  );

  if (IS_DEEP)
    it('compiles with TypeScript 5.6', async () => {
      const args = ['node_modules/typescript-5.6/bin/tsc', '-p', '.', '--noEmit'];
      expect(await team.run('this node', args)).toEqual({ ...PASSED, stdout: '' });
    }, 240_000);
});

describe.each(NODES)('on %s', (node) => {
  it('imports everything that is exported', async () => {
    const run = await team.run(node, ['out/every-export.js']);
    expect(run).toMatchObject({ status: 0, stdout: `${team.specifiers.length}\n` });
  });

  it('runs a handler on real tables, and a message that comes again counts once', async () => {
    const player = { PlayerName: { S: 'kim' } };
    const run = await team.run(node, ['out/results.js'], db.variables);
    const failed = { batchItemFailures: [{ itemIdentifier: 'message-2' }] };
    expect(answerOf('results', run)).toEqual({ program: 'results', first: failed, again: failed });
    expect(await db.find(PLAYER_TABLE, player)).toMatchObject({ Score: { N: '1100' } });
  });

  it('takes schemas of zod 4.0 and newest, zod/mini, valibot and arktype', async () => {
    const run = await team.run(node, ['out/schemas.js']);
    const failed = ['message-2'];
    expect(answerOf('schemas', run)).toEqual({
      program: 'schemas',
      failed: { 'zod 4.0': failed, zod: failed, 'zod/mini': failed, valibot: failed, arktype: failed },
      seen: [7, 7, 7, 7, 7],
    });
  });

  it('keeps a board with ioredis 5 and 6, node-redis 5 and newest, and Valkey GLIDE', async () => {
    const board = { again: 0, kim: 2, page: ['lee', 'kim'] };
    const run = await team.run(node, ['out/boards.js'], { REDIS_PORT: String(redis.port), PREFIX: node });
    expect(answerOf('boards', run)).toEqual({
      program: 'boards',
      ranks: {
        createRedisClient: board,
        'ioredis 6': board,
        'ioredis 5': board,
        'node-redis': board,
        'node-redis 5': board,
        'Valkey GLIDE': board,
      },
    });
  });

  it('is required by a service in CommonJS', async () => {
    const run = await team.run(node, ['out/service.cjs']);
    expect(answerOf('service', run)).toEqual({
      program: 'service',
      module: 'object',
      answer: { batchItemFailures: [] },
    });
  });

  if (IS_DEEP)
    it.each([
      ['Jest in CommonJS', ['node_modules/jest/bin/jest.js']],
      ['Vitest', ['node_modules/vitest/vitest.mjs', 'run']],
    ])('is tested with %s', async (_, args) => {
      expect(await team.run(node, args)).toMatchObject({ status: 0 });
    });
});

it('an older Node is refused by name, whatever is imported first', async () => {
  const program = `
    Object.defineProperty(process.versions, 'node', { value: '20.20.2' });
    for (const specifier of ${JSON.stringify(team.specifiers)})
      console.log(specifier, await import(specifier).then(() => 'imported', (error) => error.message));
  `;
  const { stdout } = await team.run('this node', ['--input-type=module', '--eval', program]);
  const refusal = 'Hanok needs Node 22 or newer; this is Node 20.20.2';
  expect(stdout.trimEnd().split('\n')).toEqual(team.specifiers.map((each) => `${each} ${refusal}`));
});

if (IS_DEEP)
  it('runs with the oldest packages that the ranges allow, on Node 22.0', async () => {
    const oldest = await makeTeam('22.0.0', OLDEST);
    const compile = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.oldest.json'];
    expect(await oldest.run('this node', compile)).toEqual({ ...PASSED, stdout: '' });
    const imported = await oldest.run('node-22', ['out/every-export.js']);
    expect(imported).toMatchObject({ status: 0, stdout: `${oldest.specifiers.length}\n` });
    const failed = { batchItemFailures: [{ itemIdentifier: 'message-2' }] };
    const handled = await oldest.run('node-22', ['out/results.js'], db.variables);
    expect(answerOf('results', handled)).toEqual({ program: 'results', first: failed, again: failed });
    await oldest.remove();
  }, 300_000);
