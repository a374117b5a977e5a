import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmAbove } from '../../constructs/alarms.ts';
import type { HanokFunction } from '../../constructs/hanok-function.ts';

const PERIOD = Duration.hours(1);

/**
 * Replaces the alarm on any error: a page that is refused, gone or slow is an error of `crawl-fetch`, and happens every
 * day. This alarm is for an hour of ten fetches or more of which more than nine in ten fail.
 */
export function alarmOnFailureRate({ node, function: fn }: HanokFunction): void {
  node.tryRemoveChild('ErrorsAlarm');
  alarmAbove(fn, 'FailureRateAlarm', {
    metric: new MathExpression({
      expression: 'IF(fetches >= 10, 100 * failures / fetches, 0)',
      usingMetrics: {
        failures: fn.metricErrors({ period: PERIOD, statistic: 'Sum' }),
        fetches: fn.metricInvocations({ period: PERIOD, statistic: 'Sum' }),
      },
      label: 'Failed fetches in percent',
      period: PERIOD,
    }),
    limit: 90,
    description: 'More than nine in ten fetches of an hour failed.',
  });
}
