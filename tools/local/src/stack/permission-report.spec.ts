import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { permissionReport } from '@hanok/console';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { permissionTable } from '../cli/iam/permission-table.ts';
import { gomokuClients } from '../demo/gomoku-clients.ts';
import { startStack } from './start-stack.ts';

const RESULT =
  '{ "PlayerName" : "SomeName" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100, "ResultId": "1" }';
const stateDir = mkdtempSync(join(tmpdir(), 'hanok-permissions-'));
const file = join(stateDir, 'permissions.json');
const start = () => startStack({ assembly: assemblyFolder, only: ['Gomoku'], port: 0, stateDir });

beforeAll(async () => {
  const stack = await start();
  const gomoku = gomokuClients(stack);
  await gomoku.send(RESULT);
  await stack.idle();
  gomoku.close();
  await stack.stop();
});
afterAll(() => rmSync(stateDir, { recursive: true }));

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
    const stack = await start();
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
