import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmTopic } from './alarm-topic.ts';

/**
 * An alarm on one period of `metric` above `limit`; no data is no alarm. The topic of the stack is told when it starts
 * and when it ends.
 */
export function alarmAbove(
  scope: Construct,
  id: string,
  alarm: { metric: IMetric; limit: number; description: string },
): Alarm {
  const created = new Alarm(scope, id, {
    metric: alarm.metric,
    threshold: alarm.limit,
    alarmDescription: alarm.description,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  const told = new SnsAction(alarmTopic(scope));
  created.addAlarmAction(told);
  created.addOkAction(told);
  return created;
}

const ITERATOR_AGE_LIMIT = Duration.minutes(5);

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
    limit: ITERATOR_AGE_LIMIT.toMilliseconds(),
    description: 'The stream is read more than five minutes behind.',
  });
}
