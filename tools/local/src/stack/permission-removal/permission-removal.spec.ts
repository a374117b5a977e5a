import { afterAll, describe, expect, it } from '@jest/globals';
import { IS_DEEP, SEED, SEED_NOTE, seededRandom } from '@hanok/testing';
import { assemblyFolder } from '../../cli/build-assembly.ts';
import { type Granted, grantedStatements, stacksOf } from './granted-statements.fixture.ts';
import { deniedIn, playAll, playWithout, SCENARIOS } from './run-scenario.fixture.ts';
import { site } from './workflow-scenarios.fixture.ts';

/** What no call on this machine shows, and why: AWS does it in the name of the function's role. */
const UNSEEN: Readonly<Record<string, string>> = {
  'logs:CreateLogStream': 'what a function logs reaches its log group without a call here',
  'logs:PutLogEvents': 'what a function logs reaches its log group without a call here',
  'ec2:AssignPrivateIpAddresses': 'functions need no network interface on this machine',
  'ec2:CreateNetworkInterface': 'functions need no network interface on this machine',
  'ec2:DeleteNetworkInterface': 'functions need no network interface on this machine',
  'ec2:DescribeNetworkInterfaces': 'functions need no network interface on this machine',
  'ec2:DescribeSubnets': 'functions need no network interface on this machine',
  'ec2:UnassignPrivateIpAddresses': 'functions need no network interface on this machine',
  'dynamodb:ListStreams': 'the mapping of a stream knows the one that it reads',
  'sqs:GetQueueAttributes': 'the mapping of a queue asks when messages come back',
};
/** Of roles that no function runs as: those of state machines, and what no call on this machine shows of the others. */
const OF_NO_FUNCTION: Readonly<Record<string, string>> = {
  'logs:CreateLogDelivery': 'a machine writes its log group without a call here; with what it does to X-Ray',
  'logs:DescribeLogStreams': 'the flow logs of a VPC, of which there is none on this machine',
};

const stacks = stacksOf(assemblyFolder);
const all = stacks.flatMap((stack) => grantedStatements(assemblyFolder, stack));
const isUnseen = ({ actions }: Granted) =>
  actions.every((action) => action in UNSEEN) || actions.some((action) => action in OF_NO_FUNCTION);
const driven = all.filter((one) => !isUnseen(one));

const random = seededRandom(SEED);
/** Their scenarios wait for leases, turns and repairs, which run in real time. */
const SLOW = ['Chat', 'Crawler', 'Gomoku', 'Matchmaking'];
/** All stacks and statements in a deep run; one of the quicker ones otherwise. */
const tried = IS_DEEP ? stacks : random.shuffle(stacks.filter((each) => !SLOW.includes(each))).slice(0, 1);
const quick = driven.filter(({ stack }) => !SLOW.includes(stack));
const removed = IS_DEEP ? driven : random.shuffle(quick).slice(0, 1);

afterAll(() => site.stop());

describe(`a stack ${SEED_NOTE}`, () => {
  it('has a scenario', () => {
    expect(Object.keys(SCENARIOS).toSorted()).toEqual(stacks.toSorted());
  });

  it.each(tried)(
    '%s grants no function what it never uses, and runs as well without what no call here shows',
    async (stack) => {
      const own = all.filter((one) => one.stack === stack);
      const names = new Set(own.map(({ holder }) => holder));
      const { granted, denied } = await playAll(stack, own.filter(isUnseen), (running) => ({
        granted: running
          .permissions()
          .filter(({ functionName }) => names.has(functionName))
          .flatMap((each) => each.granted.map((one) => ({ ...one, functionName: each.functionName }))),
        denied: deniedIn(running),
      }));
      const unused = granted.filter(({ action, times }) => times === 0 && !(action in UNSEEN));
      expect({ unused, denied }).toEqual({ unused: [], denied: [] });
      for (const { action, unseen } of granted) if (unseen !== undefined) expect(unseen).toBe(UNSEEN[action]);
    },
    120_000,
  );
});

describe(`a granted statement that is taken out of the template ${SEED_NOTE}`, () => {
  it.each(removed.map((one) => [one.holder, one.actions.join(), one] as const))(
    'of %s, %s, fails that function and no other; of a state machine, its executions',
    async (holder, _, one) => {
      const { denied, executions } = await playWithout(one);
      if (one.actions.includes('lambda:InvokeFunction')) {
        expect(denied).toEqual([]);
        expect(executions).toContain('FAILED');
        expect(executions).not.toContain('SUCCEEDED');
        return;
      }
      const of = one.actions.map((action) => `${holder} ${action}`);
      expect(denied).not.toHaveLength(0);
      expect(denied.filter((each) => !of.includes(each))).toEqual([]);
    },
    120_000,
  );
});
