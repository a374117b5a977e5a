import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { assemblyFolder } from '../cli/build-assembly.ts';
import { writeForeignAssembly } from '../cli/foreign-assembly.fixture.ts';
import type { FaultPlanInput } from '../faults/fault-plan.ts';
import { clientConfig } from '../stack/gomoku-stack.fixture.ts';
import type * as internal from '../stack/stack.ts';
import { type FaultPlan, type StackOptions, startStack } from './index.ts';

let folder: string;
let cdkOut: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hanok-published-'));
  cdkOut = join(folder, 'cdk.out');
  writeForeignAssembly(cdkOut);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('the published types say what the stack takes: all but `traces`, and every fault', () => {
  const hidden = { traces: true } satisfies Record<
    Exclude<keyof internal.StackOptions, keyof StackOptions>,
    true
  >;
  const taken = (plan: FaultPlan): FaultPlanInput => plan;
  const published = (plan: FaultPlanInput): FaultPlan => plan;
  const plan: FaultPlan = {
    faults: [{ kind: 'latency', service: 'sqs', operation: 'SendMessage', rate: 1 }],
  };
  expect([Object.keys(hidden), published(taken(plan))]).toEqual([['traces'], plan]);
});

it('injects the faults of a plan, and names what is wrong with another one', async () => {
  const place = { service: 'sqs', operation: 'SendMessage', caller: 'external' };
  const stack = await startStack({
    ...{ assembly: cdkOut, only: ['Orders'], port: 0 },
    faults: { faults: [{ ...place, kind: 'throttle', rate: 1, times: 1 }] },
  });
  const sqs = new SQSClient({ ...clientConfig(stack.url), maxAttempts: 1 });
  const QueueUrl = stack.outputs['Orders']?.['Queue'];
  const send = () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"id":"a"}' }));
  await expect(send()).rejects.toMatchObject({ name: 'RequestThrottled' });
  expect(await send()).toMatchObject({ MessageId: expect.any(String) });
  sqs.destroy();
  await stack.stop();
  const beyond = { faults: [{ ...place, kind: 'throttle' as const, rate: 2 }] };
  await expect(startStack({ assembly: cdkOut, port: 0, faults: beyond })).rejects.toMatchObject({
    name: 'FaultPlanError',
    message: expect.stringContaining('faults[0].rate'),
  });
});

it('takes relative paths of assembly and state, also for a Redis with TLS', async () => {
  const here = (path: string) => relative(process.cwd(), path);
  const stateDir = join(folder, 'state');
  const stack = await startStack({
    ...{ assembly: here(assemblyFolder), only: ['Gomoku'], port: 0, stateDir: here(stateDir) },
  });
  const answer = await fetch(`${stack.outputs['Gomoku']?.['RankingApiUrl']}ranking`);
  expect([answer.status, await answer.json()]).toEqual([200, []]);
  expect(stack.redisCa).toBe(join(stateDir, 'redis/tls-cert.pem'));
  await stack.stop();
});
