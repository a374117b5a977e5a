import { describe, expect, it } from '@jest/globals';
import { parseBatchAnswer } from './partial-batch.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-conditions
describe('a partial batch response', () => {
  const batch = new Set(['a', 'b', 'c']);

  it.each([
    ['an empty list', '{"batchItemFailures":[]}'],
    ['a null list', '{"batchItemFailures":null}'],
    ['no list', '{"statusCode":200}'],
    ['an empty answer', '{}'],
    ['a null answer', 'null'],
    ['no answer', ''],
  ])('with %s means that all succeeded', (_title, payload) => {
    expect(parseBatchAnswer(payload, batch)).toEqual({ kind: 'succeeded' });
  });

  it.each([
    ['invalid JSON', '{"batchItemFailures":['],
    ['a plain text', '"done"'],
    ['a list that is none', '{"batchItemFailures":{"itemIdentifier":"a"}}'],
    ['an empty itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['a null itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['a number for an itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":1}]}'],
    ['a missing itemIdentifier', '{"batchItemFailures":[{}]}'],
    ['a wrong key name', '{"batchItemFailures":[{"itemidentifier":"a"}]}'],
    ['an unknown id', '{"batchItemFailures":[{"itemIdentifier":"z"}]}'],
    [
      'an unknown id among known ones',
      '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"z"}]}',
    ],
  ])('with %s means that all failed', (_title, payload) => {
    expect(parseBatchAnswer(payload, batch).kind).toBe('malformed');
  });

  it('names the items that failed', () => {
    const payload = '{"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"a"}]}';
    expect(parseBatchAnswer(payload, batch)).toEqual({ kind: 'failed', identifiers: ['c', 'a'] });
  });
});
