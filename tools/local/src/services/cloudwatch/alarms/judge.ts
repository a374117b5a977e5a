import type { AlarmConfig, AlarmState } from './alarm.ts';

/** A value of the period that begins at `time`, in milliseconds. */
export type Datapoint = { time: number; value: number };

/** What an alarm comes to; without a state it stays as it is. */
export type Judgement = {
  state?: AlarmState;
  reason: string;
  /** The values that were looked at, the newest first. */
  considered: readonly Datapoint[];
};

type Rule = Pick<
  AlarmConfig,
  'EvaluationPeriods' | 'DatapointsToAlarm' | 'Threshold' | 'ComparisonOperator' | 'TreatMissingData'
>;

const COMPARISONS: Readonly<
  Record<AlarmConfig['ComparisonOperator'], { words: string; holds(value: number, limit: number): boolean }>
> = {
  GreaterThanThreshold: { words: 'greater than', holds: (value, limit) => value > limit },
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    holds: (value, limit) => value >= limit,
  },
  LessThanThreshold: { words: 'less than', holds: (value, limit) => value < limit },
  LessThanOrEqualToThreshold: { words: 'less than or equal to', holds: (value, limit) => value <= limit },
};

/**
 * How many periods an alarm looks at. AWS looks at more than its rule has, so that a period without data does not hide
 * an older one; how many more it does not tell, beside the five of its example for three.
 */
export function periodsLookedAt({ EvaluationPeriods }: Pick<AlarmConfig, 'EvaluationPeriods'>): number {
  return EvaluationPeriods === 1 ? 1 : EvaluationPeriods + 2;
}

/**
 * Judges the values that an alarm finds, the newest first. With enough of them, what is missing does not matter.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function judge(rule: Rule, found: readonly Datapoint[]): Judgement {
  const { EvaluationPeriods: periods, DatapointsToAlarm: needed = periods, TreatMissingData: treat } = rule;
  const considered = found.slice(0, periods);
  const missing = periods - considered.length;
  if (considered.length === 0) return { ...withoutData(rule), considered };
  const { holds } = COMPARISONS[rule.ComparisonOperator];
  const breaching = considered.filter(({ value }) => holds(value, rule.Threshold));
  const counted = breaching.length + (treat === 'breaching' ? missing : 0);
  const isAlone = missing > 0 && breaching.length === considered.length && counted < needed;
  if (isAlone && treat === 'ignore') return { reason: 'Too few datapoints, which are ignored.', considered };
  const isAlarm = counted >= needed || (isAlone && treat === 'missing');
  const state = isAlarm ? 'ALARM' : 'OK';
  return { state, reason: reasonFor(rule, state, { considered, breaching, needed }), considered };
}

function withoutData({
  EvaluationPeriods: periods,
  TreatMissingData: treat,
}: Rule): Omit<Judgement, 'considered'> {
  const [many, missing] =
    periods === 1
      ? ['1 period', '1 missing datapoint was']
      : [`${periods} periods`, `${periods} missing datapoints were`];
  if (treat === 'ignore') return { reason: `No datapoints were received for ${many}, which are ignored.` };
  if (treat === 'missing')
    return {
      state: 'INSUFFICIENT_DATA',
      reason: `Insufficient Data: ${periods} datapoint${periods === 1 ? ' was' : 's were'} unknown.`,
    };
  const as = treat === 'breaching' ? 'Breaching' : 'NonBreaching';
  return {
    state: treat === 'breaching' ? 'ALARM' : 'OK',
    reason: `Threshold Crossed: no datapoints were received for ${many} and ${missing} treated as [${as}].`,
  };
}

function reasonFor(
  { ComparisonOperator, Threshold, EvaluationPeriods }: Rule,
  state: 'ALARM' | 'OK',
  found: { considered: readonly Datapoint[]; breaching: readonly Datapoint[]; needed: number },
): string {
  const { considered, breaching, needed } = found;
  const shown = state === 'ALARM' ? breaching : considered.filter((each) => !breaching.includes(each));
  const listed = shown.length === 0 ? considered : shown;
  const values = listed.slice(0, 5).map(({ value, time }) => `${decimal(value)} (${shortTime(time)})`);
  const not = state === 'ALARM' ? '' : 'not ';
  const were = listed.length === 1 ? 'was' : 'were';
  const limit = `${were} ${not}${COMPARISONS[ComparisonOperator].words} the threshold (${decimal(Threshold)})`;
  const [from, to, minimum] =
    state === 'ALARM' ? ['OK', 'ALARM', needed] : ['ALARM', 'OK', EvaluationPeriods - needed + 1];
  const of = `${listed.length} out of the last ${EvaluationPeriods} datapoints`;
  const datapoints = `datapoint${minimum === 1 ? '' : 's'}`;
  return `Threshold Crossed: ${of} [${values.join(', ')}] ${limit} (minimum ${minimum} ${datapoints} for ${from} -> ${to} transition).`;
}

/** As Java writes a double: `5.0`. */
function decimal(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e7 ? value.toFixed(1) : String(value);
}

/** `27/11/26 03:05:00`. */
function shortTime(time: number): string {
  const [date = '', clock = ''] = new Date(time).toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${clock.slice(0, 8)}`;
}
