import { photoInspection, photoProxy, photoUpload } from '@hanok/events';
import {
  type Catcher,
  RETRY_TRANSIENT,
  stateMachine,
  type StateMachine,
  taskFunction,
  type TaskFunction,
} from '@hanok/workflows';

/** Errors that the shell of a task throws. */
const SHELL_ERRORS = ['DeadlineError', 'InvalidEventError'];

const inspect = taskFunction({
  name: 'photo-inspect',
  input: photoUpload,
  output: photoInspection,
  errors: SHELL_ERRORS,
});
const proxy = taskFunction({
  name: 'photo-proxy',
  input: photoUpload,
  output: photoProxy,
  errors: ['ContendedProxyError', ...SHELL_ERRORS],
});

/**
 * One upload: inspected, then made into a proxy. A photo that is rejected, gone or superseded is an outcome and ends
 * well, its reason in the table; an execution fails when a function does so for good.
 */
export const photoMachine: StateMachine = stateMachine({
  Comment: 'Makes the proxy of one uploaded photo',
  TimeoutSeconds: 3_600,
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
    'Photo failed': {
      Type: 'Fail',
      Error: 'PhotoFailed',
      Cause: 'A function failed for good; the state before says why',
    },
  },
});

/**
 * Both tasks may run again, whatever became of them: an event of another shape alone is the same the next time. Few
 * attempts for what Lambda does not call transient, as a picture may be what brings the function down.
 */
function step<Path extends `$.${string}`>(Function: TaskFunction, ResultPath: Path) {
  const Catch: Catcher<'Photo failed'>[] = [
    { ErrorEquals: ['States.ALL'], Next: 'Photo failed', ResultPath: '$.failure' },
  ];
  return {
    Type: 'Task' as const,
    Function,
    ResultPath,
    TimeoutSeconds: 90,
    Retry: [
      { ErrorEquals: ['InvalidEventError'], MaxAttempts: 0 },
      RETRY_TRANSIENT,
      { ...RETRY_TRANSIENT, ErrorEquals: ['States.ALL'], MaxAttempts: 3 },
    ],
    Catch,
  };
}
