import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** An alarm that rings when one period of `metric` is above `limit`; no data is no alarm. */
export function alarmAbove(
  scope: Construct,
  id: string,
  alarm: { metric: IMetric; limit: number; description: string },
): Alarm {
  return new Alarm(scope, id, {
    metric: alarm.metric,
    threshold: alarm.limit,
    alarmDescription: alarm.description,
    evaluationPeriods: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
