import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmAbove } from '../../constructs/alarms.ts';
import type { HanokFunction } from '../../constructs/hanok-function.ts';

const period = Duration.hours(1);

/**
 * In place of the alarm on any error: a page that is refused, gone or slow is an error of `crawl-fetch` and everyday.
 * Rings when more than nine in ten of an hour's fetches fail, from ten fetches on.
 */
export function alarmOnFailureRate({ node, function: fn }: HanokFunction): void {
  node.tryRemoveChild('ErrorsAlarm');
  alarmAbove(fn, 'FailureRateAlarm', {
    metric: new MathExpression({
      expression: 'IF(fetches >= 10, 100 * failures / fetches, 0)',
      usingMetrics: {
        failures: fn.metricErrors({ period, statistic: 'Sum' }),
        fetches: fn.metricInvocations({ period, statistic: 'Sum' }),
      },
      label: 'Failed fetches in percent',
      period,
    }),
    limit: 90,
    description: 'More than nine in ten fetches of an hour failed.',
  });
}
