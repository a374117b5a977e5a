import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { workspaceRoot } from '../cli/build-assembly.ts';
import { buildStamp } from '../cli/build/build-stamp.ts';
import { runScript } from '../cli/start-process.fixture.ts';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';

const BUNDLE = 'dist/tools/local/start';
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-bundle-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('runs the stack with its threads and its page, as the sources do', async () => {
  const stack = runScript('start.fixture.ts', [folder, '--port', '0'], {
    ...{ REDIS_URL: '', ONLY: 'Gomoku', RUN_START: join(workspaceRoot, BUNDLE, 'run-start.js') },
  });
  const url = await stack.ready;
  const [sqs, logs] = [new SQSClient(clientConfig(url)), new CloudWatchLogsClient(clientConfig(url))];
  try {
    const MessageBody = JSON.stringify({ PlayerName: 'Bundled', WinDiff: 1, LoseDiff: 0, ScoreDiff: 100 });
    await sqs.send(
      new SendMessageCommand({ QueueUrl: `${url}/000000000000/game-result-queue`, MessageBody }),
    );
    // The thread of traces.
    await eventually(async () => {
      const shown = await (await fetch(`${url}/_hanok/traces`)).json();
      expect(shown).toMatchObject({ traces: [{ functions: ['game-sqs-process', 'game-rank-update'] }] });
    });
    // The thread of queries.
    const second = Math.floor(Date.now() / 1_000);
    const { queryId } = await logs.send(
      new StartQueryCommand({
        ...{ startTime: second - 600, endTime: second + 600, logGroupName: '/aws/lambda/game-sqs-process' },
        queryString: 'filter @message like /^REPORT / | stats count(*) as reports',
      }),
    );
    await eventually(async () => {
      const { results } = await logs.send(new GetQueryResultsCommand({ queryId }));
      expect(results).toEqual([[{ field: 'reports', value: '1' }]]);
    });
    const page = await fetch(`${url}/_hanok/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>');
  } finally {
    sqs.destroy();
    logs.destroy();
    stack.kill('SIGINT');
  }
  expect(await stack.ended).toMatchObject({ code: 0, stderr: '' });
});

/** A workspace with the program of `npm start`, whose sources and bundle only tell which of them runs. */
function writeWorkspace(): void {
  const program = 'tools/local/src/cli';
  for (const file of ['start.js', 'check-node.js', 'build/build-stamp.ts'])
    cpSync(join(workspaceRoot, program, file), join(folder, program, file));
  write('package.json', '{ "type": "module" }');
  write(`${program}/start.ts`, tells('sources'));
  write(`${BUNDLE}/start.js`, tells('bundle'));
}

const tells = (what: string) => `export const start = async () => (console.log('${what}'), 3);`;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it('is what `npm start` runs while nothing has changed since the build, and else the sources', () => {
  writeWorkspace();
  const run = () => {
    const args = [join(folder, 'tools/local/src/cli/start.js')];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    return [status, stdout.trim()];
  };
  expect(run()).toEqual([3, 'sources']);
  buildStamp(folder).keep();
  expect(run()).toEqual([3, 'bundle']);
  write('tools/local/src/new.ts', '');
  expect(run()).toEqual([3, 'sources']);
  buildStamp(folder).keep();
  rmSync(join(folder, BUNDLE), { recursive: true });
  expect(run()).toEqual([3, 'sources']);
});
