import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientSettings, eventually } from '@hanok/testing';
import { writeBucketAssembly } from '../stack/bucket-assembly.fixture.ts';
import { runScript, type StartProcess } from './start-process.fixture.ts';

/** An escape, C1 controls, ends of lines, marks that turn text round or are not seen. */
const HOSTILE =
  '\u001b[2J\u001b]0;x\u0007\u009b31m\r\n\u0085\u2028\u2029\u202e\u2066\u200b\u00ad\ufeff\u{e0041}';
const REPORT = 'REPORT RequestId: 00000000-0000-0000-0000-000000000000\tDuration: 1.00 ms\t';

/** Says the key of an object, and what is hostile, in every way that a function can write. */
const HANDLER = `
const hostile = ${JSON.stringify(HOSTILE)}, report = ${JSON.stringify(REPORT)};
exports.handler = async ({ Records }) => {
  const key = decodeURIComponent(Records[0].s3.object.key.replaceAll('+', ' '));
  process.stdout.write('raw ' + hostile + '\\n' + report + '\\nSTART RequestId: x\\n\\ud800 half\\n');
  process.stderr.write('a\\u2028' + report + '\\rEND RequestId: x\\n');
  console.log(key + '\\n' + report);
  console.log(JSON.stringify({ level: 'info', message: report + hostile, [hostile]: key }));
  throw Object.assign(new Error(hostile + '\\n' + report), { name: 'E' + hostile });
};`;

let folder: string;
let stack: StartProcess | undefined;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'hanok-hostile-'))));
afterEach(async () => {
  stack?.kill('SIGKILL');
  await stack?.ended;
  rmSync(folder, { recursive: true, force: true });
});

function start(assembly: string, args: readonly string[] = []): StartProcess {
  const env = { ASSEMBLY: assembly, REDIS_URL: '', ONLY: '' };
  return runScript('start.fixture.ts', [folder, '--port', '0', '--ephemeral', ...args], env);
}

const OBEYED = /[^\P{C}\n]|[\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

describe('text from outside', () => {
  it('reaches the terminal as lines that are only shown, and none of it as a line of the platform', async () => {
    const outputs = { Link: { Value: `https://a/${HOSTILE}` } };
    const assembly = writeBucketAssembly({ handler: HANDLER, outputs });
    stack = start(assembly.folder);
    const config = clientSettings(await stack.ready);
    const [s3, logs] = [new S3Client(config), new CloudWatchLogsClient(config)];
    const key = `k${HOSTILE}`.replaceAll('\r', '');
    try {
      await s3.send(new PutObjectCommand({ Bucket: 'images-1', Key: key, Body: 'x' }));
      const find = async (filterPattern: string) => {
        const input = { logGroupName: '/aws/lambda/watcher', filterPattern };
        return (await logs.send(new FilterLogEventsCommand(input))).events ?? [];
      };
      await eventually(async () => expect(await find('"Max Memory Used"')).toHaveLength(1));
      // As on AWS: five times by the function, in an event of its own or in part of one, and once by the platform.
      expect((await find('"REPORT RequestId"')).map(({ message }) => message).length).toBeGreaterThan(5);
    } finally {
      s3.destroy();
      logs.destroy();
      assembly.remove();
    }
    stack.kill('SIGINT');
    const { code, stdout, stderr } = await stack.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(OBEYED.exec(stdout)).toBeNull();
    expect(stdout).toContain('https://a/\\u001b[2J');
    const events = stdout.split('\n').filter((line) => line.includes(' watcher '));
    const said = events.map((line) => /^[\d:.]{12} watcher {11}.{8} (.*)$/.exec(line)?.[1] ?? line);
    const ofPlatform = said.filter((line) => !line.startsWith('| ')).map((line) => line.split(' ')[0]);
    expect(ofPlatform).toEqual(['START', 'END', 'REPORT']);
    expect(said).toContain(`| ${REPORT.trimEnd().replace('\t', ' ')}`);
    expect(said).toContain('| START RequestId: x');
    expect(stdout.match(/\n[^\n]*\bwatcher\b/g)?.length).toBe(events.length);
  });

  it('is one line when it is refused', async () => {
    const parameters = start(folder, ['--parameters', `Web:A=${HOSTILE}`]);
    const unknown = start(folder, [`--${HOSTILE}`]);
    for (const { ended } of [parameters, unknown]) {
      const { code, stderr } = await ended;
      expect(code).toBeGreaterThan(0);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(OBEYED.exec(stderr)).toBeNull();
    }
  });
});
