import {
  type Catcher,
  retries,
  stateMachine,
  type StateMachine,
  taskFunction,
  type TaskFunction,
} from '@hanok/workflows';
import { photoFailed, photoFailure, photoInspection, photoProxy, photoUpload } from './photo.ts';

/** Errors that the shell of a task throws. */
const SHELL_ERRORS = ['DeadlineError', 'InvalidEventError', 'OutputTooLargeError'];

const inspect = taskFunction({
  name: 'photo-inspect',
  input: photoUpload,
  output: photoInspection,
  errors: SHELL_ERRORS,
  stores: 'outcome',
});
const proxy = taskFunction({
  name: 'photo-proxy',
  input: photoUpload,
  output: photoProxy,
  errors: ['ContendedProxyError', ...SHELL_ERRORS],
  stores: 'outcome',
});
const fail = taskFunction({
  name: 'photo-fail',
  input: photoFailure,
  output: photoFailed,
  errors: SHELL_ERRORS,
  stores: 'failure',
});

/**
 * One upload: inspected, then made into a proxy. A photo that is rejected, gone or superseded is an outcome and ends
 * well, its reason in the table; an execution fails when a function does so for good, which the table says, too.
 */
export const photoMachine: StateMachine = stateMachine({
  Comment: 'Makes the proxy of one uploaded photo',
  TimeoutSeconds: 7_200,
  input: photoUpload,
  StartAt: 'Inspect the photo',
  States: {
    'Inspect the photo': { ...step(inspect, '$.inspection'), Next: 'Is it a photo?' },
    'Is it a photo?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.inspection.outcome', StringEquals: 'accepted', Next: 'Make the proxy' },
        { Variable: '$.inspection.outcome', StringEquals: 'rejected', Next: 'Photo rejected' },
        { Variable: '$.inspection.outcome', StringEquals: 'gone', Next: 'Photo gone' },
      ],
      Default: 'Photo superseded',
    },
    'Make the proxy': { ...step(proxy, '$.proxy'), Next: 'Is there a proxy?' },
    'Is there a proxy?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.proxy.outcome', StringEquals: 'proxied', Next: 'Proxy made' },
        { Variable: '$.proxy.outcome', StringEquals: 'rejected', Next: 'Photo rejected' },
        { Variable: '$.proxy.outcome', StringEquals: 'gone', Next: 'Photo gone' },
      ],
      Default: 'Photo superseded',
    },
    'Proxy made': { Type: 'Succeed' },
    'Photo rejected': { Type: 'Succeed', Comment: 'The table of photos has the reason' },
    'Photo gone': { Type: 'Succeed', Comment: 'Removed before it was read' },
    'Photo superseded': { Type: 'Succeed', Comment: 'The newer upload has its own execution' },
    'Note the failure': {
      Type: 'Task',
      Function: fail,
      ResultPath: null,
      TimeoutSeconds: 90,
      Retry: retries(),
      Next: 'Photo failed',
    },
    'Photo failed': {
      Type: 'Fail',
      Error: 'PhotoFailed',
      Cause: 'A function failed for good; the table of photos says by which error',
    },
  },
});

/** Both tasks may run again, whatever became of them. */
function step<Path extends `$.${string}`>(Function: TaskFunction, ResultPath: Path) {
  const Catch: Catcher<'Note the failure'>[] = [
    { ErrorEquals: ['States.ALL'], Next: 'Note the failure', ResultPath: '$.failure' },
  ];
  return { Type: 'Task' as const, Function, ResultPath, TimeoutSeconds: 90, Retry: retries(), Catch };
}
