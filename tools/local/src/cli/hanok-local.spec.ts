import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { eventually } from '@hanok/testing';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { changeSaveCode, writeForeignAssembly } from './foreign-assembly.fixture.ts';
import { startStack } from '../stack/start-stack.ts';
import { runScript, type StartProcess } from './start-process.fixture.ts';

const running: StartProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), 'hanok-local-'));
const cdkOut = join(folder, 'cdk.out');
const run = (...args: string[]) => {
  const started = runScript('hanok-local.ts', args);
  running.push(started);
  return started;
};

beforeEach(() => {
  rmSync(cdkOut, { recursive: true, force: true });
  writeForeignAssembly(cdkOut);
});
afterEach(async () => {
  for (const each of running.splice(0)) {
    each.kill('SIGKILL');
    await each.ended;
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const told = ({ written }: StartProcess, line: RegExp) =>
  eventually(async () => expect(written.stdout).toMatch(line));

describe('hanok-local on an assembly of other people', () => {
  it('runs folders, zips and inline code of Node 20, 22 and 24, without a Redis, and takes a new synth', async () => {
    const local = run(
      cdkOut,
      '--port',
      '0',
      '--ephemeral',
      '--state',
      join(folder, 'state'),
      '--speed',
      '20',
    );
    const url = await local.ready;
    const { Web, Orders } = JSON.parse(readFileSync(join(folder, 'state/outputs.json'), 'utf8'));
    expect(Orders.Queue).toBe(`${url}/000000000000/Orders-Queue`);
    const config = { endpoint: url, region: 'us-east-1' };
    const client = new DynamoDBClient({ ...config, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    const answer = await fetch(`${Web.Endpoint}first`);
    expect([answer.status, await answer.text()]).toEqual([202, '/first']);
    await eventually(async () => {
      const { Items } = await client.send(new ScanCommand({ TableName: 'Orders' }));
      expect(Items).toEqual([{ id: { S: '/first' }, runtime: { S: 'AWS_Lambda_nodejs20.x' } }]);
    });
    changeSaveCode(cdkOut, 'exports.handler = async () => console.log("NEW CODE");');
    await told(local, /Orders-Save: new code after \d+ ms/);
    await fetch(`${Web.Endpoint}second`);
    await told(local, /Orders-Save .*NEW CODE/);
    await told(local, /seen .*SEEN \/first/);
    writeForeignAssembly(cdkOut, { Other: { Type: 'AWS::SQS::Queue' } });
    await told(local, /Orders has changed: stop/);
    client.destroy();
    local.kill('SIGINT');
    const { code, stderr } = await local.ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(existsSync(join(folder, 'state/state'))).toBe(false);
  });

  it('says in one line what it does not support, and what is no assembly', async () => {
    writeForeignAssembly(cdkOut, { Search: { Type: 'AWS::OpenSearchService::Domain' } });
    const nowhere = join(folder, 'nowhere');
    const [refused, missing] = await Promise.all([
      run(cdkOut, '--port', '0', '--ephemeral', '--state', join(folder, 'other')).ended,
      run(nowhere).ended,
    ]);
    expect(refused.stderr).toBe(
      'Orders.Search: type AWS::OpenSearchService::Domain is not supported by the local stack\n',
    );
    expect(missing.stderr).toBe(
      `${nowhere}: is no cloud assembly (no manifest.json). \`npx cdk synth\` makes one, cdk.out\n`,
    );
    expect([refused.code, missing.code]).toEqual([1, 1]);
  });
});

describe('startStack on an assembly of other people', () => {
  const unsupported: [string, Record<string, object>, RegExp][] = [
    [
      'layers',
      { Seen: { Type: 'AWS::Lambda::Function', Properties: { Layers: ['arn'] } } },
      /^Orders\.Seen: AWS::Lambda::Function property "Layers" is not supported by the local stack$/,
    ],
    [
      'a runtime that is not of Node',
      {
        Seen: {
          Type: 'AWS::Lambda::Function',
          Properties: { Runtime: 'python3.13', Handler: 'a.b', Role: 'r', Code: { ZipFile: 'x' } },
        },
      },
      /^Orders\.Seen: .*runtime is python3\.13; the local stack runs nodejs20\.x, nodejs22\.x, nodejs24\.x/,
    ],
    [
      'a policy of AWS that it does not know',
      {
        SeenRole: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
              ],
            },
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
          },
        },
      },
      /^Orders\.SeenRole: .*does not know arn:aws:iam::aws:policy\/AdministratorAccess.*AWSLambdaBasicExecutionRole/,
    ],
  ];
  it.each(unsupported)('names the stack and the resource of %s', async (_, resources, problem) => {
    writeForeignAssembly(cdkOut, resources);
    await expect(startStack({ assembly: cdkOut, port: 0 })).rejects.toThrow(problem);
  });
});
