import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCloudWatch } from '../cloudwatch.fixture.ts';

let stack: Awaited<ReturnType<typeof startCloudWatch>>;
beforeAll(async () => {
  stack = await startCloudWatch();
});
afterAll(() => stack.stop());

const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=me/20260101/us-east-1/monitoring/aws4_request';
const MINUTE = 60_000;

/** As clients of the query protocol send it, those before 2025. */
async function call(Action: string, input: Record<string, string>, { zipped = false } = {}) {
  const form = String(new URLSearchParams({ Action, Version: '2010-08-01', ...input }));
  const headers = {
    authorization: AUTHORIZATION,
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  const response = await fetch(stack.url, {
    method: 'POST',
    headers: { ...headers, ...(zipped && { 'content-encoding': 'gzip' }) },
    body: zipped ? gzipSync(form) : form,
  });
  return { status: response.status, xml: await response.text() };
}

const dimension = (at: string) => ({ [`${at}.Name`]: 'place', [`${at}.Value`]: '1' });
const range = () => ({
  StartTime: new Date(Date.now() - 60 * MINUTE).toISOString(),
  EndTime: new Date(Date.now() + MINUTE).toISOString(),
});
const inXml = (xml: string, name: string) =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text]) => text);

describe('the query protocol of CloudWatch', () => {
  it.each([{ zipped: false }, { zipped: true }])(
    'puts values, and answers their statistics: %j',
    async (how) => {
      const MetricName = `m${how.zipped}`;
      const datum = 'MetricData.member.1';
      const put = await call(
        'PutMetricData',
        {
          Namespace: 'Query',
          [`${datum}.MetricName`]: MetricName,
          ...dimension(`${datum}.Dimensions.member.1`),
          ...{ [`${datum}.Values.member.1`]: '1.5', [`${datum}.Values.member.2`]: '40' },
          ...{ [`${datum}.Counts.member.1`]: '2', [`${datum}.Counts.member.2`]: '1' },
          ...{ [`${datum}.Timestamp`]: new Date(Date.now() - 5 * MINUTE).toISOString() },
          'MetricData.member.2.MetricName': MetricName,
          'MetricData.member.2.Value': '7',
          'MetricData.member.2.Dimensions': '',
        },
        how,
      );
      expect(put).toMatchObject({
        status: 200,
        xml: expect.stringContaining('<PutMetricDataResponse xmlns='),
      });
      expect(put.xml).not.toContain('PutMetricDataResult');
      const { xml } = await call('GetMetricStatistics', {
        ...{ Namespace: 'Query', MetricName, Period: '3600', ...range() },
        ...dimension('Dimensions.member.1'),
        ...{ 'Statistics.member.1': 'Sum', 'Statistics.member.2': 'SampleCount' },
        'ExtendedStatistics.member.1': 'p50',
      });
      expect([inXml(xml, 'Sum'), inXml(xml, 'SampleCount')]).toEqual([['43'], ['3']]);
      expect(xml).toContain(
        '<ExtendedStatistics><entry><key>p50</key><value>1.5</value></entry></ExtendedStatistics>',
      );
      const [time = ''] = inXml(xml, 'Timestamp');
      expect(new Date(time).toISOString()).toBe(time);
    },
  );

  it('calculates, and makes and describes alarms', async () => {
    const alarm = await call('PutMetricAlarm', {
      ...{ AlarmName: 'a', Namespace: 'Query', MetricName: 'm', Statistic: 'Sum', Period: '60' },
      ...{ EvaluationPeriods: '1', Threshold: '0.5', ComparisonOperator: 'GreaterThanThreshold' },
      ...{ ActionsEnabled: 'false', AlarmActions: '' },
    });
    expect(alarm.status).toBe(200);
    const { xml } = await call('DescribeAlarms', { 'AlarmNames.member.1': 'a', MaxRecords: '10' });
    expect(inXml(xml, 'Threshold')).toEqual(['0.5']);
    expect(inXml(xml, 'ActionsEnabled')).toEqual(['false']);
    const data = await call('GetMetricData', {
      ...range(),
      'MetricDataQueries.member.1.Id': 'e1',
      'MetricDataQueries.member.1.Expression': 'FILL(m1, 3)',
      'MetricDataQueries.member.2.Id': 'm1',
      'MetricDataQueries.member.2.ReturnData': 'false',
      'MetricDataQueries.member.2.MetricStat.Metric.Namespace': 'Query',
      'MetricDataQueries.member.2.MetricStat.Metric.MetricName': 'none',
      'MetricDataQueries.member.2.MetricStat.Period': '3600',
      'MetricDataQueries.member.2.MetricStat.Stat': 'Sum',
    });
    expect(data.xml).toContain('<Id>e1</Id>');
    expect(data.xml).toContain('<Values><member>3</member>');
  });

  it.each([
    ['a period of no number', { Period: 'x' }, 'InvalidParameterValue'],
    ['a time that is none', { Period: '60', StartTime: 'yesterday' }, 'InvalidParameterValue'],
    ['over 1440 datapoints', { Period: '1' }, 'InvalidParameterCombination'],
  ])('refuses %s', async (_, more, code) => {
    const metric = { Namespace: 'Query', MetricName: 'm', 'Statistics.member.1': 'Sum' };
    const { status, xml } = await call('GetMetricStatistics', { ...metric, ...range(), ...more });
    expect([status, inXml(xml, 'Code'), inXml(xml, 'Type')]).toEqual([400, [code], ['Sender']]);
  });

  it('refuses an operation that is not supported by its name', async () => {
    const { status, xml } = await call('PutInsightRule', {});
    expect(status).toBe(501);
    expect(xml).toContain('PutInsightRule');
  });
});
