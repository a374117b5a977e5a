import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmAbove } from '../../constructs/alarms.ts';
import type { HanokFunction } from '../../constructs/hanok-function.ts';

const PERIOD = Duration.hours(1);

/**
 * A page that is refused, gone or slow is an outcome of `crawl-fetch`, which happens every day and is no error: the
 * function counts it as `FetchesFailed`. This alarm is for an hour of ten fetches or more of which more than nine in
 * ten fail.
 */
export function alarmOnFailureRate({ function: fn }: HanokFunction): void {
  const failures = new Metric({
    namespace: 'Hanok',
    metricName: 'FetchesFailed',
    dimensionsMap: { service: 'crawl-fetch' },
    period: PERIOD,
    statistic: 'Sum',
  });
  alarmAbove(fn, 'FailureRateAlarm', {
    metric: new MathExpression({
      expression: 'IF(fetches >= 10, 100 * FILL(failures, 0) / fetches, 0)',
      usingMetrics: { failures, fetches: fn.metricInvocations({ period: PERIOD, statistic: 'Sum' }) },
      label: 'Failed fetches in percent',
      period: PERIOD,
    }),
    limit: 90,
    description: 'More than nine in ten fetches of an hour failed.',
  });
}
