import { describe, expect, it } from '@jest/globals';
import { parseBatchAnswer } from './partial-batch.ts';
import { malformedAnswers, successAnswers } from './batch-answers.fixture.ts';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
// https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html#streams-batchfailurereporting-conditions
describe('a partial batch response', () => {
  const batch = new Set(['a', 'b', 'c']);

  it.each(successAnswers)('with %s means that all succeeded', (_title, payload) => {
    expect(parseBatchAnswer(payload, batch)).toEqual({ kind: 'succeeded' });
  });

  it.each(malformedAnswers)('with %s means that all failed', (_title, payload) => {
    expect(parseBatchAnswer(payload.replaceAll('ID', 'a'), batch).kind).toBe('malformed');
  });

  it('names the items that failed', () => {
    const payload = '{"batchItemFailures":[{"itemIdentifier":"c"},{"itemIdentifier":"a"}]}';
    expect(parseBatchAnswer(payload, batch)).toEqual({ kind: 'failed', identifiers: ['c', 'a'] });
  });
});
