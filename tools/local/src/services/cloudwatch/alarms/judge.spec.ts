import { describe, expect, it } from '@jest/globals';
import type { AlarmConfig } from './alarm.ts';
import { type Datapoint, judge } from './judge.ts';

type Treat = AlarmConfig['TreatMissingData'];
const TREATS: readonly Treat[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** The newest first; `0` is within the limit, `X` is not, `-` has no data. */
function found(periods: string): Datapoint[] {
  return periods
    .split(' ')
    .toReversed()
    .flatMap((each, index) => (each === '-' ? [] : [{ time: -index * 60_000, value: each === 'X' ? 9 : 0 }]));
}

function judged(periods: string, DatapointsToAlarm: number, EvaluationPeriods = 3): string[] {
  const rule = { EvaluationPeriods, DatapointsToAlarm, Threshold: 5 };
  const compare = { ComparisonOperator: 'GreaterThanThreshold' as const };
  return TREATS.map(
    (TreatMissingData) =>
      judge({ ...rule, ...compare, TreatMissingData }, found(periods)).state ?? 'as it was',
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
describe('an alarm whose periods lack data', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', 'as it was', 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', 'as it was', 'ALARM', 'OK']],
  ])('is judged as AWS says, three of three: %s', (periods, states) => {
    expect(judged(periods, 3)).toEqual(states);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', 'as it was', 'ALARM', 'OK']],
  ])('is judged as AWS says, two of three: %s', (periods, states) => {
    expect(judged(periods, 2)).toEqual(states);
  });

  it('says why in the words of AWS', () => {
    const errors = {
      EvaluationPeriods: 1,
      DatapointsToAlarm: undefined,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    } as const;
    expect(judge(errors, [{ time: Date.UTC(2026, 10, 27, 3, 5), value: 5 }]).reason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [5.0 (27/11/26 03:05:00)] was greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).',
    );
    expect(judge(errors, []).reason).toBe(
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [NonBreaching].',
    );
  });
});
