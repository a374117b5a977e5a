import {
  type Catcher,
  type Parameters,
  retries,
  stateMachine,
  type StateMachine,
  taskFunction,
} from '@hanok/workflows';
import { type DrillFunction, DRILLS, LAST_DRILLS } from './drills.ts';
import { failureInput, failureOutput } from './fail-training.ts';
import { drillInput, drillOutput, trainingInput } from './record-drill.ts';

const FAILURE = '훈련 실패 기록';
const UNKNOWN = '알 수 없는 훈련 기록';
const SHELL_ERRORS = ['DeadlineError', 'InvalidEventError', 'OutputTooLargeError'];
const alias = (type: string) => ({
  And: [
    { Variable: '$.TraningType' as const, IsPresent: false },
    { Variable: '$.TrainingType' as const, IsPresent: true },
    { Variable: '$.TrainingType' as const, StringEquals: type },
  ],
});

/** The training of young footballers: two drills for each of three types of player. */
export const trainingMachine: StateMachine = stateMachine({
  Comment: '축구 유소년 자동 훈련 시스템',
  TimeoutSeconds: 7_200,
  input: trainingInput,
  StartAt: '훈련',
  States: {
    훈련: {
      Type: 'Choice',
      Choices: [
        { ...alias('공격수'), Next: '공격 훈련' },
        { ...alias('미드필더'), Next: '패스 훈련' },
        { ...alias('수비수'), Next: '수비 훈련' },
        { Variable: '$.TraningType', IsPresent: false, Next: UNKNOWN },
        { Variable: '$.TraningType', StringEquals: '공격수', Next: '공격 훈련' },
        { Variable: '$.TraningType', StringEquals: '미드필더', Next: '패스 훈련' },
        { Variable: '$.TraningType', StringEquals: '수비수', Next: '수비 훈련' },
      ],
      Default: UNKNOWN,
    },
    '공격 훈련': { ...drill('training-attack'), Next: '볼 경합 훈련' },
    '패스 훈련': { ...drill('training-pass'), Next: '프리킥 훈련' },
    '수비 훈련': { ...drill('training-defense'), Next: '볼 경합 훈련' },
    '프리킥 훈련': { ...drill('training-free-kick'), End: true },
    '볼 경합 훈련': { ...drill('training-duel'), End: true },
    [FAILURE]: { ...storeFailure({ 'Failure.$': '$.Failure' }), Next: '훈련 실패' },
    [UNKNOWN]: { ...storeFailure({ Failure: { Error: 'UnknownTraningType' } }), Next: '알 수 없는 훈련' },
    '훈련 실패': {
      Type: 'Fail',
      Error: 'TrainingFailed',
      Cause: 'A drill failed for good; the table of trainings says by which error',
    },
    '알 수 없는 훈련': {
      Type: 'Fail',
      Error: 'UnknownTraningType',
      Cause: 'TraningType is none of 공격수, 미드필더, 수비수',
    },
  },
});

/** A drill leaves the data as it is; the table has what it did. */
function drill(name: DrillFunction) {
  const Catch: Catcher<typeof FAILURE>[] = [
    { ErrorEquals: ['States.ALL'], Next: FAILURE, ResultPath: '$.Failure' },
  ];
  return {
    Type: 'Task' as const,
    Comment: DRILLS[name],
    Function: taskFunction({
      name,
      input: drillInput,
      output: drillOutput,
      errors: ['DrillNotRecordedError', ...SHELL_ERRORS],
      ...(LAST_DRILLS.has(name) && { stores: 'outcome' as const }),
    }),
    Parameters: { 'TrainingId.$': '$$.Execution.Name', 'Request.$': '$' },
    ResultPath: null,
    TimeoutSeconds: 90,
    Retry: retries(),
    Catch,
  };
}

function storeFailure(failure: Parameters) {
  return {
    Type: 'Task' as const,
    Function: taskFunction({
      name: 'training-fail',
      input: failureInput,
      output: failureOutput,
      errors: SHELL_ERRORS,
      stores: 'failure',
    }),
    Parameters: { 'TrainingId.$': '$$.Execution.Name', ...failure },
    ResultPath: null,
    TimeoutSeconds: 90,
    Retry: retries(),
  };
}
