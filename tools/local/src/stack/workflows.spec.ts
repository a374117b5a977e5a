import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@hanok/testing';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { startLocalSite } from '../demo/local-site.ts';
import { workflowClients, type WorkflowClients } from '../demo/workflow-clients.ts';
import { clientConfig, CLOCK_SPEED } from './gomoku-stack.fixture.ts';
import { type Stack, startStack } from './start-stack.ts';

/** The table refuses one drill for as long as the machine tries it: seven runs, of at most four tries each. */
const OUTAGE = {
  ...{ service: 'dynamodb', operation: 'PutItem', caller: 'training-pass' },
  ...{ kind: 'error5xx' as const, rate: 1, times: 28 },
};

let site: Awaited<ReturnType<typeof startLocalSite>>;
let stack: Stack;
let workflows: WorkflowClients;
let sfn: SFNClient;
beforeAll(async () => {
  site = await startLocalSite();
  const { parameters } = site;
  stack = await startStack({
    assembly: assemblyFolder,
    only: ['Training', 'Crawler', 'Draw'],
    parameters,
    port: 0,
    clockSpeed: CLOCK_SPEED,
    faults: { faults: [OUTAGE] },
  });
  workflows = workflowClients(stack);
  sfn = new SFNClient(clientConfig(stack.url));
});
afterAll(async () => {
  sfn.destroy();
  await stack.stop();
  site.stop();
});

async function execute(input: object) {
  const { stateMachineArn } = workflows;
  const start = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  const { executionArn = '' } = await sfn.send(start);
  const ended = await eventually(async () => {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(execution.status).not.toBe('RUNNING');
    return execution;
  });
  const states: string[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client: sfn }, { executionArn }))
    states.push(...events.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []));
  return { status: ended.status, error: ended.error, states };
}

describe('the stack Training', () => {
  it('fails by name while a table is out, and succeeds when the same request comes after that', async () => {
    const request = { TraningType: '미드필더', Player: '강인' };
    const id = await workflows.train(request);
    const after = async (Status: string) =>
      eventually(async () => {
        const seen = await workflows.training(id);
        expect(seen.Status).toBe(Status);
        return seen;
      });
    const failed = await after('FAILED');
    expect(failed).toMatchObject({ Reason: 'TrainingFailed', Drills: [] });
    expect(failed.States).toEqual(['훈련', '패스 훈련', '훈련 실패 기록', '훈련 실패']);
    expect(await workflows.train(request)).toBe(id);
    const { States, Drills } = await after('SUCCEEDED');
    expect(States).toEqual(['훈련', '패스 훈련', '프리킥 훈련']);
    expect(Drills.map(({ Drill }) => Drill)).toEqual(['패스 훈련', '프리킥 훈련']);
  });

  it.each([
    ['공격수', ['공격 훈련', '볼 경합 훈련']],
    ['미드필더', ['패스 훈련', '프리킥 훈련']],
    ['수비수', ['수비 훈련', '볼 경합 훈련']],
  ])('trains a %s through its states, as the history tells', async (TraningType, drills) => {
    const { status, states } = await execute({ TraningType });
    expect({ status, states }).toEqual({ status: 'SUCCEEDED', states: ['훈련', ...drills] });
  });

  it('ends an unknown type in the state that says so', async () => {
    expect(await execute({ TraningType: '골키퍼' })).toEqual({
      status: 'FAILED',
      error: 'UnknownTraningType',
      states: ['훈련', '알 수 없는 훈련 기록', '알 수 없는 훈련'],
    });
  });

  it('answers status, states and records over HTTP, and takes a repeat for the same training', async () => {
    const request = { TrainingType: '수비수', Player: '민재' };
    const id = await workflows.train(request);
    expect(await workflows.train({ TraningType: '수비수', Player: '민재' })).toBe(id);
    const training = await eventually(async () => {
      const seen = await workflows.training(id);
      expect(seen.Status).toBe('SUCCEEDED');
      return seen;
    });
    expect(training.States).toEqual(['훈련', '수비 훈련', '볼 경합 훈련']);
    expect(training.Drills.map(({ Drill, Player }) => [Drill, Player])).toEqual([
      ['수비 훈련', '민재'],
      ['볼 경합 훈련', '민재'],
    ]);
    expect(await workflows.train(request)).toBe(id);
  });
});

describe('the stack Crawler', () => {
  it('stores a page in EUC-KR, and gives up one that is not there, saying why', async () => {
    const [page, gone] = await Promise.all([
      workflows.startCrawl(`http://${site.host}/`),
      workflows.startCrawl(`http://${site.host}/gone`),
    ]);
    await eventually(async () =>
      expect(await workflows.crawl(page)).toMatchObject({ Status: 'stored', Page: { Title: '한국어 쪽' } }),
    );
    await eventually(async () =>
      expect(await workflows.crawl(gone)).toMatchObject({
        Status: 'failed',
        Reason: expect.stringContaining('404'),
      }),
    );
  });

  it('refuses an address of its own side at the door', async () => {
    const refused = workflows.startCrawl('http://169.254.169.254/latest/meta-data/');
    await expect(refused).rejects.toThrow('CrawlId');
  });
});

describe('the stack Draw', () => {
  it('places twelve and leaves one out', async () => {
    const { Teams, LeftOut } = await workflows.draw();
    expect(Teams.map((team) => team.length)).toEqual([3, 3, 3, 3]);
    expect(new Set([...Teams.flat(), ...LeftOut]).size).toBe(13);
  });
});
