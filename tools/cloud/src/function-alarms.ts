import { Duration } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmAbove } from './alarm.ts';

const iteratorAgeLimit = Duration.minutes(5);

/** Alarms on errors and throttles, and on the age of what is read when the function reads a stream. */
export function alarmOnFunction(scope: Construct, fn: Function, options: { readsStream: boolean }): void {
  alarmAbove(scope, 'ErrorsAlarm', {
    metric: fn.metricErrors(),
    limit: 0,
    description: 'An invocation failed.',
  });
  alarmAbove(scope, 'ThrottlesAlarm', {
    metric: fn.metricThrottles(),
    limit: 0,
    description: 'An invocation was refused for lack of concurrency.',
  });
  if (options.readsStream) alarmOnIteratorAge(scope, fn);
}

function alarmOnIteratorAge(scope: Construct, fn: Function): void {
  alarmAbove(scope, 'IteratorAgeAlarm', {
    metric: fn.metric('IteratorAge', { statistic: 'Maximum' }),
    limit: iteratorAgeLimit.toMilliseconds(),
    description: 'The stream is read more than five minutes behind.',
  });
}
