import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings, eventually, IS_DEEP } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { permissionReport, permissionTable } from '../cli/iam/permission-table.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { copyAssembly } from './assembly-copy.fixture.ts';
import { type Granted, grantedStatements, removeStatement } from './permission-removal.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

const RESULT =
  '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100, "ResultId": "1" }';
const stateDir = mkdtempSync(join(tmpdir(), 'hanok-permissions-'));
const file = join(stateDir, 'permissions.json');

/** What the demo sends to the stack Gomoku, a result that cannot be ranked, and what its schedules run. */
async function sendEvents(stack: Stack): Promise<void> {
  const gomoku = gomokuClients(stack);
  const lambda = new LambdaClient(clientSettings(stack.url));
  await gomoku.send(RESULT);
  await gomoku.ranking();
  for (const FunctionName of ['game-rank-repair', 'game-rank-rebuild'])
    await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from('{}') }));
  gomoku.close();
  lambda.destroy();
}

const start = (assembly: string, more: object = {}) =>
  startStack({ assembly, only: ['Gomoku'], port: 0, clockSpeed: 20, ...more });
const deniedIn = (stack: Stack) =>
  stack.permissions().flatMap(({ functionName, denied }) => (denied.length > 0 ? [functionName] : []));

const used = new Map<string, Set<string>>();
const isUsed = ({ functionName, actions }: Granted) =>
  actions.some((action) => used.get(functionName)?.has(action));

beforeAll(async () => {
  const stack = await start(assemblyFolder, { stateDir });
  await sendEvents(stack);
  await stack.idle({ timeoutMs: 20_000 });
  expect(deniedIn(stack)).toEqual([]);
  for (const { functionName, granted } of stack.permissions())
    used.set(functionName, new Set(granted.filter(({ times }) => times > 0).map(({ action }) => action)));
  await stack.stop();
});
afterAll(() => rmSync(stateDir, { recursive: true }));

/** The statements that a run takes out: all of them in a deep one. */
const all = grantedStatements(assemblyFolder, 'Gomoku');
const some = all.filter(
  ({ functionName, actions: [action] }) =>
    functionName === 'game-sqs-process' && action === 'dynamodb:UpdateItem',
);

describe('a granted statement that is taken out of the template', () => {
  it.each((IS_DEEP ? all : some).map((one) => [one.functionName, one.actions.join(), one] as const))(
    'of %s, %s, fails that function and no other, or none when it was not used',
    async (functionName, _, one) => {
      const copy = copyAssembly((resources) => removeStatement(resources, one));
      const stack = await start(copy.folder);
      try {
        await sendEvents(stack);
        if (isUsed(one)) await eventually(() => expect(deniedIn(stack)).toEqual([functionName]));
        else await stack.idle({ timeoutMs: 20_000 });
        expect(deniedIn(stack)).toEqual(isUsed(one) ? [functionName] : []);
      } finally {
        await stack.stop();
        copy.remove();
      }
    },
    60_000,
  );
});

describe('the report of a run', () => {
  it('tells what was used, what was not, and what no call can show here', () => {
    const { functions } = permissionReport.parse(JSON.parse(readFileSync(file, 'utf8')));
    const process = functions.find(({ functionName }) => functionName === 'game-sqs-process');
    const rows = Object.fromEntries(process?.granted.map((one) => [one.action, one]) ?? []);
    expect(rows['dynamodb:UpdateItem']?.times).toBeGreaterThan(0);
    expect(rows['sqs:ReceiveMessage']?.times).toBeGreaterThan(0);
    expect(rows['logs:PutLogEvents']).toMatchObject({ times: 0, unseen: expect.stringContaining('log') });
  });

  it('goes on in the next run with the state, and is forgotten with it', async () => {
    const stack = await start(assemblyFolder, { stateDir });
    const timesOf = () =>
      stack
        .permissions()
        .find(({ functionName }) => functionName === 'game-sqs-process')
        ?.granted.find(({ action }) => action === 'dynamodb:UpdateItem')?.times;
    expect(timesOf()).toBe(1);
    await stack.reset();
    expect(timesOf()).toBe(0);
    await stack.stop();
  });

  it('is a table with the statement that is missing', () => {
    const missing = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:q' };
    const granted = [
      { action: 'dynamodb:GetItem', resources: ['arn:t'], times: 2 },
      { action: 'dynamodb:Query', resources: ['arn:t'], times: 0 },
      { action: 'xray:PutTraceSegments', resources: ['*'], times: 0, unseen: 'why' },
    ];
    const denied = [{ action: 'sqs:SendMessage', resource: 'arn:q', times: 3, missing }];
    expect(permissionTable({ functionName: 'work', roleName: 'Work', granted, denied })).toBe(
      [
        'work (role Work)',
        '  granted and used',
        '    dynamodb:GetItem  arn:t  (2 calls)',
        '  granted and not used',
        '    dynamodb:Query  arn:t  (remove it, or send the event that needs it)',
        '  granted, and not seen on this machine',
        '    xray:PutTraceSegments  *  (why)',
        '  used and denied',
        `    sqs:SendMessage  arn:q  (3 calls; missing: ${JSON.stringify(missing)})`,
      ].join('\n'),
    );
  });
});
