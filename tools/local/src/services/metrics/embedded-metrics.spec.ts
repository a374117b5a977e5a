import { describe, expect, it } from '@jest/globals';
import { embeddedMetrics } from './embedded-metrics.ts';

const METRICS = [{ Name: 'Time', Unit: 'Milliseconds' }, { Name: 'Count' }];
const directive = (more: object = {}) => ({
  ...{ Namespace: 'Shop', Dimensions: [['service'], []], Metrics: METRICS },
  ...more,
});
const line = (directives: unknown, members: object = {}, Timestamp: unknown = 5) =>
  JSON.stringify({
    _aws: { Timestamp, CloudWatchMetrics: directives },
    ...{ service: 'a', Time: [1, 2.5], Count: 3, ...members },
  });

describe('a log line in the embedded metric format', () => {
  it('holds each value of each metric for each set of dimensions', () => {
    const time = { namespace: 'Shop', name: 'Time', unit: 'Milliseconds', resolution: 60, time: 5 };
    const count = { ...time, name: 'Count', unit: 'None', value: 3 };
    const dimensions = { service: 'a' };
    expect(embeddedMetrics(line([directive()]))).toEqual([
      { ...time, dimensions, value: 1 },
      { ...time, dimensions, value: 2.5 },
      { ...time, dimensions: {}, value: 1 },
      { ...time, dimensions: {}, value: 2.5 },
      { ...count, dimensions },
      { ...count, dimensions: {} },
    ]);
  });

  it('holds metrics of high resolution', () => {
    const Metrics = [{ Name: 'Count', StorageResolution: 1 }];
    expect(embeddedMetrics(line([directive({ Metrics, Dimensions: [[]] })]))).toMatchObject([
      { resolution: 1 },
    ]);
  });

  it.each([
    ['a metric without a value', { Count: undefined }, 4],
    ['a metric that is text', { Count: '3' }, 4],
    ['a metric of 101 values', { Time: Array.from({ length: 101 }, () => 1) }, 2],
    ['a dimension without a value', { service: undefined }, 3],
    ['a dimension that is no text', { service: 5 }, 3],
    ['a dimension of 100,000 characters', { service: 'a'.repeat(100_000) }, 3],
  ])('leaves out %s', (_, members, left) => {
    expect(embeddedMetrics(line([directive()], members))).toHaveLength(left);
  });

  it.each([
    ['no JSON', `${line([directive()])},`],
    ['no object', '["CloudWatchMetrics"]'],
    ['a time that is none', line([directive()], {}, 'now')],
    ['no list', line(directive())],
    ['no namespace', line([directive({ Namespace: '' })])],
    ['a name of 100,000 characters', line([directive({ Metrics: [{ Name: 'n'.repeat(100_000) }] })])],
    ['31 dimensions', line([directive({ Dimensions: [Array.from({ length: 31 }, (_, n) => `d${n}`)] })])],
    ['101 metrics', line([directive({ Metrics: Array.from({ length: 101 }, () => ({ Name: 'Count' })) })])],
    ['an unknown unit', line([directive({ Metrics: [{ Name: 'Count', Unit: 'Miles' }] })])],
    ['deeper than any line is', `{"_aws":{"CloudWatchMetrics":${'['.repeat(50_000)}`],
  ])('is ignored when it has %s', (_, bad) => {
    expect(embeddedMetrics(bad)).toEqual([]);
  });

  it('is read up to 10,000 values, however often it names them', () => {
    const sets = Array.from({ length: 100 }, () => ['service']);
    const many = Array.from({ length: 100 }, () => directive({ Dimensions: sets }));
    expect(embeddedMetrics(line(many))).toHaveLength(10_000);
  });
});
