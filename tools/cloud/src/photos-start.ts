import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { createDeadLetterQueue } from './game-result-queue.ts';
import { HanokFunction } from './hanok-function.ts';
import { noteFailedEvents } from './on-failure.ts';
import type { WorkflowMachine } from './workflow-machine.ts';

/** `photo-start`, which may start executions and nothing else, with the queue of events that it could not handle. */
export function addPhotoStart(
  scope: Construct,
  { zips, machine }: { zips: string; machine: WorkflowMachine },
): HanokFunction {
  const start = new HanokFunction(scope, 'PhotoStart', {
    name: 'photo-start',
    zips,
    environment: { STATE_MACHINE_ARN: machine.arn },
  });
  start.allow(['states:StartExecution'], machine.arn);
  const failures = createDeadLetterQueue(scope, 'PhotoStartFailures', 'photo-start-failures');
  acknowledge(failures, {
    'AwsSolutions-SQS3': 'It is itself where events end that could not be handled.',
  });
  noteFailedEvents(start, failures);
  return start;
}
