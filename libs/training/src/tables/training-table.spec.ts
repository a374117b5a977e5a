import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { recordDrill } from '../record-drill.ts';
import { TRAINING_TABLE } from './definitions.ts';
import { createTrainingTable, type DrillRecord } from './training-table.ts';

const { signal } = new AbortController();
const tables = await startTables([TRAINING_TABLE]);
afterAll(tables.stop);

const openTable = (table = tables.nameOf(TRAINING_TABLE)) =>
  createTrainingTable({ client: tables.client, table });
const recordOf = (TrainingId: string, Drill: DrillRecord['Drill'], second: number, Player?: string) => ({
  TrainingId,
  Drill,
  TraningType: '공격수',
  Player,
  TrainedAt: `2026-11-21T10:00:0${second}.000Z`,
});

describe('the table of trainings', () => {
  it('keeps the first record of a drill, however often and with whatever it is recorded', async () => {
    const table = openTable();
    const first = recordOf('twice', '공격 훈련', 1, '지성');
    await table.record(first, signal);
    await Promise.all([
      table.record(first, signal),
      table.record(recordOf('twice', '공격 훈련', 5, '흥민'), signal),
    ]);
    const [drill, ...more] = await table.drillsOf('twice', signal);
    expect({ TrainingId: 'twice', ...drill }).toEqual(first);
    expect(more).toEqual([]);
  });

  it('tells the drills of a training alone, oldest first, whatever their names', async () => {
    const table = openTable();
    await table.record(recordOf('order', '볼 경합 훈련', 3), signal);
    await table.record(recordOf('order', '프리킥 훈련', 1), signal);
    await table.record(recordOf('order', '공격 훈련', 2), signal);
    await table.record(recordOf('another', '수비 훈련', 2), signal);
    const drills = await table.drillsOf('order', signal);
    expect(drills.map(({ Drill }) => Drill)).toEqual(['프리킥 훈련', '공격 훈련', '볼 경합 훈련']);
    expect(drills[0]).not.toHaveProperty('Player');
    expect(await table.drillsOf('unknown', signal)).toEqual([]);
  });

  it('has success for the last word on a training, in whatever order outcomes come', async () => {
    const table = openTable();
    const EndedAt = '2026-11-21T10:00:00.000Z';
    const end = (Status: 'SUCCEEDED' | 'FAILED', Reason?: string) =>
      table.end({ TrainingId: 'outcome', Status, ...(Reason !== undefined && { Reason }), EndedAt }, signal);
    expect(await table.outcomeOf('outcome', signal)).toBeUndefined();
    await end('FAILED', 'DeadlineError');
    await end('FAILED', 'Runtime.ExitError');
    expect(await table.outcomeOf('outcome', signal)).toMatchObject({ Reason: 'Runtime.ExitError' });
    await Promise.all([end('SUCCEEDED'), end('FAILED', 'States.Timeout')]);
    await end('FAILED', 'States.Timeout');
    expect(await table.outcomeOf('outcome', signal)).toEqual({ Status: 'SUCCEEDED', EndedAt });
    expect(await table.drillsOf('outcome', signal)).toEqual([]);
  });

  it('throws when it cannot write', async () => {
    const record = openTable('Nowhere').record(recordOf('lost', '공격 훈련', 1), signal);
    await expect(record).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a drill', () => {
  const now = () => new Date('2026-11-21T10:00:00Z');
  const drillWith = (table?: string) =>
    recordDrill({ drill: 'training-duel', trainings: openTable(table), now });

  it.each([
    ['TraningType', { TraningType: '수비수', Player: '민재' }, { TraningType: '수비수', Player: '민재' }],
    ['TrainingType', { TrainingType: '수비수' }, { TraningType: '수비수' }],
  ])('records whom it trained and when, the type from %s', async (name, Request, recorded) => {
    const answer = await drillWith()({ TrainingId: `drill-${name}`, Request }, signal);
    expect(answer).toEqual({ Drill: '볼 경합 훈련' });
    expect(await openTable().drillsOf(`drill-${name}`, signal)).toEqual([
      { Drill: '볼 경합 훈련', TrainedAt: '2026-11-21T10:00:00.000Z', ...recorded },
    ]);
  });

  it('answers the same when it runs again, and records nothing more', async () => {
    const input = { TrainingId: 'again', Request: { TraningType: '공격수' } };
    const first = await drillWith()(input, signal);
    const before = await openTable().drillsOf('again', signal);
    const later = recordDrill({
      drill: 'training-duel',
      trainings: openTable(),
      now: () => new Date('2027-01-01T00:00:00Z'),
    });
    expect(await later(input, signal)).toEqual(first);
    expect(await openTable().drillsOf('again', signal)).toEqual(before);
  });

  it('fails by the name that the machine retries when its record cannot be written', async () => {
    const run = drillWith('Nowhere')({ TrainingId: 'lost', Request: { Player: '지성' } }, signal);
    await expect(run).rejects.toMatchObject({
      ...{
        name: 'DrillNotRecordedError',
        message: '볼 경합 훈련 was not recorded: ResourceNotFoundException',
      },
      // For the log.
      cause: { name: 'ResourceNotFoundException' },
    });
  });
});
