import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventually, IS_DEEP } from '@hanok/testing';
import { descendantsOf, isRunning } from './processes.ts';
import { makeOrders, type NodeName, ownVariables } from './team.ts';

const PACKAGES = { jest: '30.5.2', vitest: '5.1.1' };
/** The first on which the package runs. */
const NODE_22 = '22.19.0';
const WORKSPACE = join(import.meta.dirname, '../../..');

const project = await makeOrders(NODE_22, IS_DEEP ? PACKAGES : {});
afterAll(() => project.remove());
const synthesized = await project.run('this node', [
  join(import.meta.dirname, 'orders-app.ts'),
  join(project.folder, 'cdk.out'),
]);

/** The first block of JavaScript below a heading of a README. */
async function blockOf(readme: string, heading: string): Promise<string> {
  const text = await readFile(join(WORKSPACE, readme), 'utf8');
  const block = /^```js\n([^]*?)^```$/m.exec(text.slice(text.indexOf(heading)))?.[1];
  if (!text.includes(heading) || block === undefined)
    throw new Error(`${readme}: no block of JavaScript below "${heading}"`);
  return block;
}

/** Runs the program as a user does in a terminal: npx, and the Node on PATH. */
function startProgram(node: NodeName) {
  const options = ['--port', '0', '--ephemeral', '--state', join(project.folder, `.hanok ${node}`)];
  const child = spawn('npx', ['hanok-local', 'cdk.out', ...options], {
    cwd: project.folder,
    env: { ...ownVariables(), PATH: `${dirname(project.nodes[node])}:${process.env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid = 0 } = child;
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (written.stdout += String(text)));
  child.stderr.on('data', (text) => (written.stderr += String(text)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { pid, written, ended, interrupt: () => process.kill(-pid, 'SIGINT') };
}

it('the app of the team is synthesized by the CDK', () => {
  expect(synthesized).toMatchObject({ status: 0, stderr: '' });
});

describe.each<NodeName>(IS_DEEP ? ['node-22', 'this node'] : ['this node'])(
  'installed from its tarball, on %s',
  (node) => {
    it('the program takes an event of a client, and Ctrl-C ends it with all that it started', async () => {
      const program = startProgram(node);
      const ready = /Ready after \d+ ms: (\S+)/;
      await eventually(async () => expect(program.written.stdout).toMatch(ready), 60_000);
      const endpoint = ready.exec(program.written.stdout)?.[1] ?? '';
      const outputs = JSON.parse(
        await readFile(join(project.folder, `.hanok ${node}`, 'outputs.json'), 'utf8'),
      );
      const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
      const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials });
      const dynamodb = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
      await sqs.send(new SendMessageCommand({ QueueUrl: outputs.Orders.QueueUrl, MessageBody: 'seven' }));
      await eventually(async () => {
        const { Items } = await dynamodb.send(new ScanCommand({ TableName: outputs.Orders.TableName }));
        expect(Items).toEqual([{ id: { S: 'seven' } }]);
      }, 30_000);
      for (const client of [sqs, dynamodb]) client.destroy();
      const started = descendantsOf(program.pid);
      // The shell of npx, the stack, the engine of tables, and the function.
      expect(started.length).toBeGreaterThan(2);
      program.interrupt();
      await program.ended;
      await eventually(async () => expect(started.filter(isRunning)).toEqual([]));
      await expect(fetch(endpoint)).rejects.toThrow('fetch failed');
    }, 120_000);

    it('startStack runs in a test of node:test, as an ES module', async () => {
      expect(await project.run(node, ['--test', 'orders.test.mjs'])).toMatchObject({ status: 0 });
    }, 60_000);

    if (!IS_DEEP) return;
    it('startStack runs in a test of Jest in CommonJS, which is that of the README of the package', async () => {
      const test = await blockOf('tools/local/src/package/README.md', '# @hanok/local');
      await writeFile(join(project.folder, 'orders.jest.cjs'), test);
      const { status, stderr } = await project.run(node, ['node_modules/jest/bin/jest.js']);
      expect([status, stderr]).toEqual([0, expect.stringContaining('Tests:       1 passed')]);
    }, 60_000);

    it('startStack runs in a test of Vitest without settings, which is that of docs/testing', async () => {
      await mkdir(join(project.folder, 'dist'), { recursive: true });
      await cp(join(WORKSPACE, 'dist/cdk.out'), join(project.folder, 'dist/cdk.out'), { recursive: true });
      const test = await blockOf('docs/testing/README.md', '## Vitest');
      await writeFile(join(project.folder, 'game-result.test.js'), test);
      const run = await project.run(node, ['node_modules/vitest/vitest.mjs', 'run', 'game-result']);
      expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('1 passed') });
    }, 120_000);
  },
);

it('an older Node is refused by name: by the program, by import and by require', async () => {
  const older = (code: string) => `
    Object.defineProperty(process.versions, 'node', { value: '22.18.0' });
    ${code}.catch((error) => console.log(error.message));`;
  const refusal = '@hanok/local needs Node 22.19 or newer, but not 23; this is Node 22.18.0\n';
  const bin = "import('./node_modules/@hanok/local/dist/bin.js')";
  const byRequire =
    "(async () => process.getBuiltinModule('module').createRequire(`${process.cwd()}/a.js`)('@hanok/local'))()";
  const run = (code: string) => project.run('this node', ['--input-type=module', '--eval', older(code)]);
  expect(await run(bin)).toMatchObject({ status: 1, stdout: '', stderr: refusal });
  for (const code of ["import('@hanok/local')", byRequire])
    expect(await run(code)).toMatchObject({ status: 0, stdout: refusal });
});
