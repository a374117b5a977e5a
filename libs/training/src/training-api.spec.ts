import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startStepFunctions, startTables } from '@hanok/testing';
import { createExecutions } from '@hanok/workflows/executions';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readTraining } from './read-training.ts';
import { startTraining } from './start-training.ts';
import { TRAINING_TABLE } from './tables/definitions.ts';
import { createTrainingTable } from './tables/training-table.ts';

const tables = await startTables([TRAINING_TABLE]);
const machine = await startStepFunctions({ machine: 'Training' });
const executions = createExecutions(machine);
beforeEach(() => machine.executions.clear());
afterAll(() => Promise.all([tables.stop(), machine.stop()]));

async function send(routes: Parameters<typeof rest>[0]['routes'], call: RestCall) {
  const recorded = recordLines();
  const answer = await rest({ ...recorded, routes })(buildRestEvent(call), buildLambdaContext());
  return {
    status: answer.statusCode,
    body: JSON.parse(answer.body),
    lines: JSON.stringify(recorded.lines()),
  };
}

describe('POST /training', () => {
  const post = (body: unknown, key?: string) =>
    send(startTraining({ executions }), {
      httpMethod: 'POST',
      resource: '/training',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
    });
  const striker = { TraningType: '공격수', Player: '지성' };

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
    'starts a training that is %s again for the same request, under the same id',
    async (status) => {
      const first = await post(striker);
      for (const execution of machine.executions.values()) execution.status = status;
      expect(await post(striker)).toMatchObject({ status: 202, body: first.body });
      const id = first.body.TrainingId;
      expect([...machine.executions.values()]).toMatchObject([
        { name: id, status },
        { name: `${id}.2`, status: 'RUNNING', input: JSON.stringify(striker) },
      ]);
      expect((await post(striker)).body).toEqual(first.body);
      expect(machine.executions.size).toBe(2);
    },
  );

  it('starts an execution by the name that it answers', async () => {
    const { status, body, lines } = await post(striker);
    expect({ status, body }).toEqual({
      status: 202,
      body: { TrainingId: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect([...machine.executions.values()]).toMatchObject([
      { name: body.TrainingId, input: JSON.stringify(striker) },
    ]);
    expect(lines).not.toContain('지성');
  });

  it('is the same training for the same request, in either spelling, and another for another', async () => {
    const first = await post(striker);
    expect((await post({ Player: '지성', TrainingType: '공격수' })).body).toEqual(first.body);
    expect((await post({ ...striker, Player: '흥민' })).body).not.toEqual(first.body);
    expect(machine.executions.size).toBe(2);
  });

  it('is the same training for the same Idempotency-Key, and another under another key', async () => {
    const first = await post(striker, 'monday');
    expect((await post(striker, 'monday')).body).toEqual(first.body);
    expect((await post(striker, 'tuesday')).body).not.toEqual(first.body);
    expect((await post(striker)).body).not.toEqual(first.body);
    expect(machine.executions.size).toBe(3);
  });

  it('refuses another training under a key', async () => {
    await post(striker, 'monday');
    expect(await post({ TraningType: '수비수' }, 'monday')).toMatchObject({
      status: 422,
      body: { Error: 'Idempotency-Key: already stands for another request' },
    });
    expect(machine.executions.size).toBe(1);
  });

  it.each([
    [{ TraningType: '골키퍼' }, 'TraningType: expected one of 공격수, 미드필더, 수비수'],
    [{ TraningType: '공격수', TrainingType: '수비수' }, 'TrainingType: differs from TraningType'],
    [{}, 'TraningType: missing'],
    [{ ...striker, Player: 7 }, 'Player: '],
    ['{', 'body: '],
    ['', 'body: '],
  ])('answers 400 to %j, names the field and starts nothing', async (body, reason) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.Error).toContain(reason);
    expect(machine.executions.size).toBe(0);
  });

  it('says nothing internal when no execution can be started', async () => {
    const start = async () => {
      throw new Error('arn:aws:states:us-east-1:000000000000:stateMachine:Training');
    };
    const { status, body } = await send(startTraining({ executions: { start } }), {
      httpMethod: 'POST',
      resource: '/training',
      body: JSON.stringify(striker),
    });
    expect({ status, body }).toEqual({
      status: 500,
      body: { Error: 'Internal error', Reference: expect.any(String) },
    });
  });
});

describe('GET /training/{id}', () => {
  const drill = { Drill: '공격 훈련' as const, TraningType: '공격수', TrainedAt: '2026-11-21T10:00:00.000Z' };
  const trainings = createTrainingTable({ client: tables.client, table: tables.nameOf(TRAINING_TABLE) });
  const states = ['훈련', '공격 훈련'];
  const get = (id: string) =>
    send(readTraining({ executions, trainings }), {
      httpMethod: 'GET',
      resource: '/training/{id}',
      pathParameters: { id },
    });

  it('answers status, the states passed and the record of each drill', async () => {
    machine.executions.set('t-1', { name: 't-1', input: '{}', status: 'RUNNING', states });
    await trainings.record({ TrainingId: 't-1', ...drill }, new AbortController().signal);
    expect(await get('t-1')).toMatchObject({
      status: 200,
      body: { TrainingId: 't-1', Status: 'RUNNING', States: states, Drills: [drill] },
    });
    expect((await get('t-1')).body).not.toHaveProperty('Reason');
  });

  it('answers why a training failed', async () => {
    const failed = { name: 't-2', input: '{}', status: 'FAILED', error: 'TrainingFailed', states };
    machine.executions.set('t-2', failed);
    expect((await get('t-2')).body).toMatchObject({ Status: 'FAILED', Reason: 'TrainingFailed' });
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('answers the newest attempt after one %s', async (status) => {
    machine.executions.set('t-3', { name: 't-3', input: '{}', status, states });
    expect((await get('t-3')).body).toMatchObject({ TrainingId: 't-3', Status: status, States: states });
    const newest = { name: 't-3.2', input: '{}', status: 'SUCCEEDED', states: [...states, '볼 경합 훈련'] };
    machine.executions.set(newest.name, newest);
    expect((await get('t-3')).body).toMatchObject({
      ...{ TrainingId: 't-3', Status: 'SUCCEEDED', States: newest.states },
    });
  });

  it('answers from the table what Step Functions has forgotten', async () => {
    const { signal } = new AbortController();
    const EndedAt = '2026-11-21T10:00:00.000Z';
    await trainings.end(
      { TrainingId: 't-4', Status: 'FAILED', Reason: 'Runtime.ExitError', EndedAt },
      signal,
    );
    expect((await get('t-4')).body).toEqual({
      ...{ TrainingId: 't-4', Status: 'FAILED', Reason: 'Runtime.ExitError', States: [], Drills: [] },
    });
    await trainings.record({ TrainingId: 't-4', ...drill }, signal);
    await trainings.end({ TrainingId: 't-4', Status: 'SUCCEEDED', EndedAt }, signal);
    expect((await get('t-4')).body).toEqual({
      ...{ TrainingId: 't-4', Status: 'SUCCEEDED', States: [], Drills: [drill] },
    });
  });

  it('answers 404 for a training that there is not, and 400 for an id that none can have', async () => {
    expect(await get('unknown')).toMatchObject({ status: 404, body: { Error: 'No such training' } });
    for (const id of ['a/b', '', 'x'.repeat(81)]) {
      const { status, body } = await get(id);
      expect({ id, status, error: body.Error }).toEqual({
        id,
        status: 400,
        error: expect.stringContaining('id: '),
      });
    }
  });
});
