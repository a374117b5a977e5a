/** What tells one metric from another. */
export type MetricId = {
  namespace: string;
  name: string;
  /** At most 30; the empty set of dimensions is one, too. */
  dimensions: Readonly<Record<string, string>>;
};

/** A value of a metric, or many equal ones. */
export type Datum = MetricId & {
  value: number;
  /** How often the value was seen, 1 by default. */
  count?: number;
  /** Such as `Count`, `Milliseconds`; `None` by default. */
  unit?: string;
  /** Milliseconds since the epoch on the stack's clock; now by default. */
  time?: number | undefined;
  /** Seconds: 60 by default, 1 for a metric of high resolution. */
  resolution?: 1 | 60;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const UNITS = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Percent', 'Count', 'Count/Second', 'None'],
  ...['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'],
  ...['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'],
  ...['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'],
  ...['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second'],
];

/** The values of one period: what CloudWatch keeps of them. */
export type Summary = {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** How often each value was seen, for percentiles; without those of statistic sets, whose values are not known. */
  counts: ReadonlyMap<number, number>;
};

/** By namespace and name, of dimensions that are one object in many values, such as those of a function. */
const keys = new WeakMap<MetricId['dimensions'], Map<string, Map<string, string>>>();

/** The same text for the same metric, whatever the order of its dimensions. */
export function metricKey({ namespace, name, dimensions }: MetricId): string {
  const known = keys.get(dimensions)?.get(namespace)?.get(name);
  if (known !== undefined) return known;
  const entries = Object.entries(dimensions).sort(byName);
  const key = JSON.stringify([namespace, name, ...entries]);
  const ofDimensions = keys.get(dimensions) ?? new Map<string, Map<string, string>>();
  const ofNamespace = ofDimensions.get(namespace) ?? new Map<string, string>();
  keys.set(dimensions, ofDimensions.set(namespace, ofNamespace.set(name, key)));
  return key;
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
