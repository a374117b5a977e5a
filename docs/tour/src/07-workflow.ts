/*
 * A workflow. `trainingMachine` is a state machine in TypeScript (libs/training/src/training-machine.ts). It deploys as
 * Amazon States Language, and here an engine runs that definition: 공격수 is a striker, who trains attack (공격 훈련) and
 * then the duel for the ball (볼 경합 훈련). Each drill is a function that writes one record.
 */
import { observe, task } from '@hanok/lambda';
import { buildLambdaContext } from '@hanok/lambda/testing';
import {
  createTrainingTable,
  drillInput,
  failTraining,
  failureInput,
  recordDrill,
  TRAINING_TABLE,
  trainingMachine,
} from '@hanok/training';
import { dynamodbFaults, seededRandom, startFaultProxy, startTables } from '@hanok/testing';
import { walkMachine } from '@hanok/workflows/testing';
import { show, showLog } from './show.ts';

await using db = await startTables([TRAINING_TABLE]);
await using proxy = await startFaultProxy(db.endpoint);
const client = db.connect({ endpoint: proxy.endpoint, maxAttempts: 1 });
const trainings = createTrainingTable({ client, table: TRAINING_TABLE.name });

/** The functions of the machine, each as its main.ts makes it. */
const now = () => new Date('2026-11-01T09:00:00Z');
const drills = [
  'training-attack',
  'training-pass',
  'training-defense',
  'training-free-kick',
  'training-duel',
] as const;
const drillFunctions = Object.fromEntries(
  drills.map((drill) => {
    const handle = recordDrill({ drill, trainings, now });
    const handler = task({ input: drillInput, handle, ...observe(drill, showLog) });
    return [drill, (input: unknown) => handler(input, buildLambdaContext())];
  }),
);
const handle = failTraining({ trainings, now });
const fail = task({ input: failureInput, handle, ...observe('training-fail', showLog) });
const functions = {
  ...drillFunctions,
  'training-fail': (input: unknown) => fail(input, buildLambdaContext()),
};

/** Runs an execution of this name to its end, with no time between retries: its states in order, then its error. */
const train = async (name: string, TraningType: string) => {
  const { states, error } = await walkMachine(trainingMachine, { name, input: { TraningType }, functions });
  return [...states, ...(error ? [error.name] : [])].join(' > ');
};

show('kim-1', await train('kim-1', '공격수'));
//> training-attack: task done { trainingId: 'kim-1' }
//> training-duel: task done { trainingId: 'kim-1' }
//> kim-1: 훈련 > 공격 훈련 > 볼 경합 훈련
const records = await trainings.drillsOf('kim-1', AbortSignal.timeout(5_000));
show('records', records.map(({ Drill }) => Drill).join(', '));
//> records: 공격 훈련, 볼 경합 훈련

// The table refuses the first write. The machine tries the drill again, as its definition says, and goes on.
const { throttle } = dynamodbFaults(() => seededRandom(1));
let refusals = 1;
proxy.follow(() => (refusals-- > 0 ? throttle : undefined));
show('lee-1', await train('lee-1', '공격수'));
//> training-attack: task failed { trainingId: 'lee-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task done { trainingId: 'lee-1' }
//> training-duel: task done { trainingId: 'lee-1' }
//> lee-1: 훈련 > 공격 훈련 > 볼 경합 훈련

// The table refuses seven writes. After six retries the machine stores the failure (훈련 실패 기록) and fails by name.
refusals = 7;
show('park-1', await train('park-1', '공격수'));
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-attack: task failed { trainingId: 'park-1', error: 'DrillNotRecordedError: 공격 훈련 was not recorded: ThrottlingException' }
//> training-fail: task done { trainingId: 'park-1' }
//> park-1: 훈련 > 공격 훈련 > 훈련 실패 기록 > 훈련 실패 > TrainingFailed

// The same request then starts it again: this is the second attempt at the training park-1.
show('park-1.2', await train('park-1.2', '공격수'));
//> training-attack: task done { trainingId: 'park-1' }
//> training-duel: task done { trainingId: 'park-1' }
//> park-1.2: 훈련 > 공격 훈련 > 볼 경합 훈련

// 골키퍼 is a goalkeeper, for whom there is no training. The machine decides that itself, and no drill runs.
show('choi-1', await train('choi-1', '골키퍼'));
//> training-fail: task done { trainingId: 'choi-1' }
//> choi-1: 훈련 > 알 수 없는 훈련 기록 > 알 수 없는 훈련 > UnknownTraningType
