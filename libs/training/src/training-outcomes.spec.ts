import { task } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startTables } from '@hanok/testing';
import { type TaskDouble, walkMachine } from '@hanok/workflows/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type DrillFunction, DRILLS } from './drills.ts';
import { failTraining, failureInput } from './fail-training.ts';
import { drillInput, recordDrill } from './record-drill.ts';
import { TRAINING_TABLE } from './tables/definitions.ts';
import { createTrainingTable } from './tables/training-table.ts';
import { trainingMachine } from './training-machine.ts';

const { signal } = new AbortController();
const tables = await startTables([TRAINING_TABLE]);
afterAll(tables.stop);
const trainings = createTrainingTable({ client: tables.client, table: tables.nameOf(TRAINING_TABLE) });
const observation = recordLines();

const drill = (name: DrillFunction): TaskDouble => {
  const handler = task({
    input: drillInput,
    handle: recordDrill({ drill: name, trainings }),
    ...observation,
  });
  return (event) => handler(event, buildLambdaContext());
};
const fail = task({ input: failureInput, handle: failTraining({ trainings }), ...observation });
const functions: Record<string, TaskDouble> = {
  'training-attack': drill('training-attack'),
  'training-pass': drill('training-pass'),
  'training-defense': drill('training-defense'),
  'training-free-kick': drill('training-free-kick'),
  'training-duel': drill('training-duel'),
  'training-fail': (event) => fail(event, buildLambdaContext()),
};
const crash = () => {
  throw Object.assign(new Error('가'.repeat(30_000)), { name: 'Runtime.ExitError' });
};

/** One execution with the functions themselves, and what the table has then. */
async function train(name: string, input: object, doubles: Record<string, TaskDouble> = {}) {
  const { error } = await walkMachine(trainingMachine, {
    name,
    input,
    functions: { ...functions, ...doubles },
  });
  const id = name.replace(/\.\d+$/, '');
  const drills = (await trainings.drillsOf(id, signal)).map(({ Drill }) => Drill);
  const { Status, Reason } = (await trainings.outcomeOf(id, signal)) ?? {};
  return { error: error?.name, drills, Status, Reason };
}

describe('every training has an outcome in the table', () => {
  const paths: [string, DrillFunction, DrillFunction][] = [
    ['공격수', 'training-attack', 'training-duel'],
    ['미드필더', 'training-pass', 'training-free-kick'],
    ['수비수', 'training-defense', 'training-duel'],
  ];

  it.each(paths)('of a %s: success after its last drill', async (TraningType, first, last) => {
    expect(await train(`done-${first}`, { TraningType })).toEqual({
      ...{ error: undefined, drills: [DRILLS[first], DRILLS[last]], Status: 'SUCCEEDED', Reason: undefined },
    });
  });

  it.each(paths.flatMap(([type, ...drills]) => drills.map((name) => [type, name] as const)))(
    'of a %s: the error of %s that crashes for ever, and success once it is started again',
    async (TraningType, name) => {
      const id = `crash-${TraningType === '공격수' ? 'striker' : 'other'}-${name}`;
      const failed = await train(id, { TraningType }, { [name]: crash });
      expect(failed).toMatchObject({
        error: 'TrainingFailed',
        Status: 'FAILED',
        Reason: 'Runtime.ExitError',
      });
      expect(failed.drills).not.toContain(DRILLS[name]);
      const again = await train(`${id}.2`, { TraningType });
      expect(again).toMatchObject({ error: undefined, Status: 'SUCCEEDED', Reason: undefined });
      expect(again.drills).toHaveLength(2);
    },
  );

  it('whose last drill is recorded though its answer is lost: the success stands', async () => {
    const lost: TaskDouble = async (event) => {
      await functions['training-duel']?.(event);
      crash();
    };
    const cut = await train('lost', { TraningType: '공격수' }, { 'training-duel': lost });
    expect(cut).toMatchObject({ error: 'TrainingFailed', Status: 'SUCCEEDED' });
    expect(await train('lost.2', { TraningType: '공격수' })).toEqual({ ...cut, error: undefined });
  });

  it.each([[{ TraningType: '골키퍼' }], [{}], [{ TraningType: 7 }]])(
    'of %j: the type is unknown',
    async (input) => {
      const name = `unknown-${JSON.stringify(input).length}`;
      expect(await train(name, input)).toEqual({
        ...{ error: 'UnknownTraningType', drills: [], Status: 'FAILED', Reason: 'UnknownTraningType' },
      });
    },
  );

  it('of a player whose name is 100,000 characters, which no record needs to hold: its error or its success', async () => {
    const { error, Status } = await train('long', { TraningType: '공격수', Player: '가'.repeat(80_000) });
    expect({ error, Status }).toEqual({ error: undefined, Status: 'SUCCEEDED' });
  });
});
