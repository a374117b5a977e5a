import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type MetricDatum,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ofOrder } from './metrics.fixture.ts';
import { startCloudWatch } from './cloudwatch.fixture.ts';

let stack: Awaited<ReturnType<typeof startCloudWatch>>;
beforeAll(async () => {
  stack = await startCloudWatch();
});
afterAll(() => stack.stop());

const SHOP = { Namespace: 'Shop' };
const put = (...MetricData: MetricDatum[]) =>
  stack.client.send(new PutMetricDataCommand({ ...SHOP, MetricData }));
const hour = () => ({ StartTime: new Date(Date.now() - 3_600_000), EndTime: new Date(Date.now() + 60_000) });

async function statisticsOf(MetricName: string, more: object = {}) {
  const { Datapoints = [] } = await stack.client.send(
    new GetMetricStatisticsCommand({
      ...{ ...SHOP, MetricName, ...hour(), Period: 86_400 },
      Statistics: ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'],
      ...more,
    }),
  );
  return Datapoints;
}

async function dataOf(queries: Record<string, string>, sums: Record<string, string> = {}) {
  const MetricDataQueries = [
    ...Object.entries(sums).map(([Id, MetricName]) => ({
      ...{ Id, ReturnData: false },
      MetricStat: { Metric: { ...SHOP, MetricName }, Period: 60, Stat: 'Sum' },
    })),
    ...Object.entries(queries).map(([Id, Expression]) => ({ Id, Expression })),
  ];
  const { MetricDataResults = [] } = await stack.client.send(
    new GetMetricDataCommand({ MetricDataQueries, ...hour(), ScanBy: 'TimestampAscending' }),
  );
  return Object.fromEntries(MetricDataResults.map(({ Id, Values }) => [Id, Values]));
}

describe('statistics of a metric', () => {
  it('are those of the values that were put, by value, by counted values and by statistic sets', async () => {
    await put(
      { MetricName: 'a', Value: 4 },
      { MetricName: 'a', Values: [1, 2.5], Counts: [3, 2] },
      { MetricName: 'a', StatisticValues: { SampleCount: 2, Sum: 30, Minimum: 10, Maximum: 20 } },
    );
    expect(await statisticsOf('a')).toEqual([
      {
        ...{ SampleCount: 8, Sum: 42, Average: 5.25, Minimum: 1, Maximum: 20 },
        ...{ Unit: 'None', Timestamp: expect.any(Date) },
      },
    ]);
  });

  it('have percentiles of the values themselves', async () => {
    await put(...ofOrder(100).map((Value) => ({ MetricName: 'p', Value })));
    const ExtendedStatistics = ['p50', 'p99', 'p99.9', 'p100', 'p0'];
    const [found] = await statisticsOf('p', { Statistics: undefined, ExtendedStatistics });
    expect(found?.ExtendedStatistics).toEqual({ p50: 50, p99: 99, 'p99.9': 100, p100: 100, p0: 1 });
  });

  it('tell each unit apart, and the periods of an hour', async () => {
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await put(
      { MetricName: 'u', Value: 1, Unit: 'Count' },
      { MetricName: 'u', Value: 2, Unit: 'Seconds', Timestamp: ago(10) },
      { MetricName: 'u', Value: 3, Unit: 'Seconds', Timestamp: ago(30) },
    );
    const units = await statisticsOf('u');
    expect(units.map(({ Unit, Sum }) => `${Sum} ${Unit}`).sort()).toEqual(['1 Count', '5 Seconds']);
    const seconds = await statisticsOf('u', { Unit: 'Seconds', Period: 60 });
    expect(seconds.map(({ Sum }) => Sum)).toEqual([3, 2]);
  });

  it('is told of a metric with exactly these dimensions, in any order', async () => {
    const Dimensions = [
      { Name: 'x', Value: '1' },
      { Name: 'y', Value: '2' },
    ];
    await put({ MetricName: 'd', Value: 7, Dimensions });
    expect(await statisticsOf('d')).toEqual([]);
    expect(await statisticsOf('d', { Dimensions: Dimensions.toReversed() })).toMatchObject([{ Sum: 7 }]);
  });

  it.each([
    ['over 1440 datapoints', { Period: 1 }, 'InvalidParameterCombination'],
    ['of a time that ends before it begins', { EndTime: new Date(0) }, 'InvalidParameterValue'],
    ['without a statistic', { Statistics: undefined }, 'MissingRequiredParameter'],
    ['of a trimmed mean', { ExtendedStatistics: ['tm99'] }, 'InvalidParameterValue'],
  ])('is refused %s', async (_, more, name) => {
    await expect(statisticsOf('a', more)).rejects.toMatchObject({ name: expect.stringContaining(name) });
  });
});

describe('metric math', () => {
  beforeAll(async () => {
    const at = (minutes: number) => new Date(Math.floor(Date.now() / 60_000 - minutes) * 60_000);
    await put(
      ...[1, 2, 4].map((Value, index) => ({ MetricName: 'm1', Value, Timestamp: at(20 - index) })),
      ...[10, 20].map((Value, index) => ({ MetricName: 'm2', Value, Timestamp: at(20 - index) })),
    );
  });
  const sums = { m1: 'm1', m2: 'm2' };

  it.each([
    ['m1 + m2 * 2', [21, 42]],
    ['(m1 + m2) / m1', [11, 11]],
    ['-(m1 ^ 2)', [-1, -4, -16]],
    ['m1 - FILL(m2, 0)', undefined],
    ['IF(m1 >= 2, 100 * m1, 0)', [0, 200, 400]],
    ['SUM([m1, m2])', [11, 22, 4]],
    ['MAX(METRICS()) / PERIOD(m1)', [10 / 60, 20 / 60, 4 / 60]],
    ['m1 * AVG(m2)', [15, 30, 60]],
    ['IF(m1 > 1 AND m2 == 20, CEIL(m1 / 3), ABS(-5))', [5, 1]],
  ])('calculates %s period by period', async (expression, expected: number[] | undefined) => {
    const { e1 } = await dataOf({ e1: expression }, sums);
    if (expected !== undefined) expect(e1).toEqual(expected);
    else expect(e1?.filter((value: number) => value !== 0)).toEqual([-9, -18, 4]);
  });

  it('takes expressions of expressions, in any order', async () => {
    expect(await dataOf({ e1: 'e2 * 2', e2: 'm1 + 1' }, sums)).toEqual({ e1: [4, 6, 10], e2: [2, 3, 5] });
  });

  it.each([
    ['m1 + nothing', 'names nothing, which is no Id'],
    ['ANOMALY_DETECTION_BAND(m1)', 'does not support the function ANOMALY_DETECTION_BAND'],
    ['m1 + ', 'its end is not expected at position 5'],
    ['m1 $ 2', "'$ 2' is not expected at position 3"],
    ['5 + 5', 'must come to a metric'],
    ['e1 + 1', 'in a circle'],
    [`${'('.repeat(1000)}m1`, 'nested too deeply at position'],
  ])('refuses %s', async (expression, reason) => {
    await expect(dataOf({ e1: expression }, sums)).rejects.toThrow(reason);
  });
});

describe('a request for data', () => {
  const data = (queries: object[], hours: number) =>
    stack.client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries.map((each, index) => ({ Id: `m${index}`, ...each })),
        ...{ StartTime: new Date(Date.now() - hours * 3_600_000), EndTime: new Date() },
      }),
    );
  const stat = (Period: number, more: object = {}) => ({
    MetricStat: { Metric: { ...SHOP, MetricName: 'a' }, Period, Stat: 'Sum', ...more },
  });

  it('takes 500 metrics, and 100,800 datapoints', async () => {
    const { MetricDataResults } = await data(
      ofOrder(500).map(() => stat(60)),
      3,
    );
    expect(MetricDataResults).toHaveLength(500);
    expect((await data([stat(1)], 27)).MetricDataResults).toHaveLength(1);
  });

  it.each([
    ['501 metrics', ofOrder(501).map(() => stat(60)), 1],
    ['over 100,800 datapoints', [stat(1)], 29],
    [
      'an Id twice',
      [
        { ...stat(60), Id: 'a' },
        { ...stat(60), Id: 'a' },
      ],
      1,
    ],
    ['a period of 7 seconds', [stat(7)], 1],
    ['a statistic that is none', [stat(60, { Stat: 'Median' })], 1],
    ['both an expression and a metric', [{ ...stat(60), Expression: '1' }], 1],
    ['a time that ends before it begins', [stat(60)], -2],
  ])('is refused with %s', async (_, queries, hours) => {
    await expect(data(queries, hours)).rejects.toMatchObject({
      name: expect.stringMatching(/^InvalidParameterValue/),
    });
  });
});

describe('the list of metrics', () => {
  it('has those that have values, by namespace, name and dimensions', async () => {
    const Dimensions = [{ Name: 'place', Value: '서울' }];
    await put({ MetricName: 'listed', Value: 1, Dimensions }, { MetricName: 'listed', Value: 1 });
    const list = async (more: object) =>
      (await stack.client.send(new ListMetricsCommand({ ...SHOP, MetricName: 'listed', ...more }))).Metrics;
    expect(await list({})).toHaveLength(2);
    expect(await list({ Dimensions: [{ Name: 'place' }] })).toEqual([
      { ...SHOP, MetricName: 'listed', Dimensions },
    ]);
    expect(await list({ Dimensions: [{ Name: 'place', Value: 'Busan' }] })).toEqual([]);
  });
});

describe('values of one request', () => {
  it('are 1,000 at most, and all counted', async () => {
    const data = ofOrder(1000).map((Value) => ({ MetricName: 'flood', Value }));
    for (let request = 0; request < 5; request += 1) await put(...data);
    expect(await statisticsOf('flood')).toMatchObject([
      { SampleCount: 5_000, Sum: 5 * 500_500, Maximum: 1000 },
    ]);
    await expect(put(...data, { MetricName: 'flood', Value: 1 })).rejects.toMatchObject({ $fault: 'client' });
    expect(await statisticsOf('flood')).toMatchObject([{ SampleCount: 5_000 }]);
  });
});

describe('values that are not taken', () => {
  it.each([
    ['a name of 100,000 characters', { MetricName: 'n'.repeat(100_000), Value: 1 }],
    [
      '31 dimensions',
      { MetricName: 'a', Value: 1, Dimensions: ofOrder(31).map((n) => ({ Name: `${n}`, Value: 'v' })) },
    ],
    [
      'a dimension of 100,000 characters',
      { MetricName: 'a', Value: 1, Dimensions: [{ Name: 'n', Value: 'v'.repeat(100_000) }] },
    ],
    ['151 values', { MetricName: 'a', Values: ofOrder(151) }],
    ['a value and a list of values', { MetricName: 'a', Value: 1, Values: [1] }],
    ['no value', { MetricName: 'a' }],
    ['a value that is no number', { MetricName: 'a', Value: NaN }],
    ['a value over the range', { MetricName: 'a', Value: 1e120 }],
    [
      'a maximum below the minimum',
      { MetricName: 'a', StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } },
    ],
  ])('are refused: %s', async (_, datum: MetricDatum) => {
    await expect(put(datum)).rejects.toMatchObject({ $fault: 'client' });
  });

  it('are those of a namespace of AWS', async () => {
    const input = { Namespace: 'AWS/Lambda', MetricData: [{ MetricName: 'a', Value: 1 }] };
    await expect(stack.client.send(new PutMetricDataCommand(input))).rejects.toThrow(/AWS\//);
  });
});
