import { buildRestEvent, type RestCall } from '@hanok/events/testing';
import { rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { describe, expect, it } from '@jest/globals';
import {
  createReadTraining,
  createStartTraining,
  type ExecutionStore,
  type TrainingProgress,
  TrainingKeyReusedError,
  type TrainingTable,
} from './index.ts';

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
  /** Executions in memory: a name stands for one input for ever. */
  function startApi() {
    const started = new Map<string, unknown>();
    const start: ExecutionStore['start'] = async (name, training) => {
      const standing = started.get(name) ?? training;
      if (JSON.stringify(standing) !== JSON.stringify(training)) throw new TrainingKeyReusedError();
      started.set(name, training);
    };
    const post = (body: unknown, key?: string) =>
      send(createStartTraining({ executions: { start } }), {
        httpMethod: 'POST',
        resource: '/training',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
      });
    return { started, post };
  }
  const striker = { TraningType: '공격수', Player: '지성' };

  it('starts an execution by the name that it answers', async () => {
    const { started, post } = startApi();
    const { status, body, lines } = await post(striker);
    expect({ status, body }).toEqual({
      status: 202,
      body: { TrainingId: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect([...started]).toEqual([[body.TrainingId, striker]]);
    expect(lines).not.toContain('지성');
  });

  it('is the same training for the same request, in either spelling, and another for another', async () => {
    const { started, post } = startApi();
    const first = await post(striker);
    expect((await post({ Player: '지성', TrainingType: '공격수' })).body).toEqual(first.body);
    expect((await post({ ...striker, Player: '흥민' })).body).not.toEqual(first.body);
    expect(started.size).toBe(2);
  });

  it('is the same training for the same Idempotency-Key, and another under another key', async () => {
    const { started, post } = startApi();
    const first = await post(striker, 'monday');
    expect((await post(striker, 'monday')).body).toEqual(first.body);
    expect((await post(striker, 'tuesday')).body).not.toEqual(first.body);
    expect((await post(striker)).body).not.toEqual(first.body);
    expect(started.size).toBe(3);
  });

  it('refuses another training under a key', async () => {
    const { started, post } = startApi();
    await post(striker, 'monday');
    expect(await post({ TraningType: '수비수' }, 'monday')).toMatchObject({
      status: 422,
      body: { Error: 'Idempotency-Key: already stands for another request' },
    });
    expect(started.size).toBe(1);
  });

  it.each([
    [{ TraningType: '골키퍼' }, 'TraningType: expected one of 공격수, 미드필더, 수비수'],
    [{ TraningType: '공격수', TrainingType: '수비수' }, 'TrainingType: differs from TraningType'],
    [{}, 'TraningType: missing'],
    [{ ...striker, Player: 7 }, 'Player: '],
    ['{', 'body: '],
    ['', 'body: '],
  ])('answers 400 to %j, names the field and starts nothing', async (body, reason) => {
    const { started, post } = startApi();
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.Error).toContain(reason);
    expect(started.size).toBe(0);
  });

  it('says nothing internal when no execution can be started', async () => {
    const start = async () => {
      throw new Error('arn:aws:states:us-east-1:000000000000:stateMachine:Training');
    };
    const { status, body } = await send(createStartTraining({ executions: { start } }), {
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
  const drills = [
    { Drill: '공격 훈련' as const, TraningType: '공격수', TrainedAt: '2026-11-21T10:00:00.000Z' },
  ];
  const get = (id: string, progress?: TrainingProgress) => {
    const executions: Pick<ExecutionStore, 'look'> = { look: async () => progress };
    const trainings: Pick<TrainingTable, 'drillsOf'> = { drillsOf: async () => drills };
    return send(createReadTraining({ executions, trainings }), {
      httpMethod: 'GET',
      resource: '/training/{id}',
      pathParameters: { id },
    });
  };

  it('answers status, the states passed and the record of each drill', async () => {
    const states = ['훈련', '공격 훈련'];
    expect(await get('t-1', { status: 'RUNNING', states })).toMatchObject({
      status: 200,
      body: { TrainingId: 't-1', Status: 'RUNNING', States: states, Drills: drills },
    });
    expect((await get('t-1', { status: 'RUNNING', states })).body).not.toHaveProperty('Reason');
  });

  it('answers why a training failed', async () => {
    const failed = { status: 'FAILED', error: 'TrainingFailed', states: ['훈련'] };
    expect((await get('t-1', failed)).body).toMatchObject({ Status: 'FAILED', Reason: 'TrainingFailed' });
  });

  it('answers 404 for a training that there is not, and 400 for an id that none can have', async () => {
    expect(await get('nobody')).toMatchObject({ status: 404, body: { Error: 'No such training' } });
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
