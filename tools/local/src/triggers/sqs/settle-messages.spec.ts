import { describe, expect, it } from '@jest/globals';
import type { BatchOutcome } from '../delivery/invoke-batch.ts';
import { settleMessages } from './settle-messages.ts';

const batch = ['a', 'b', 'c'].map((messageId) => ({ messageId }));
const answered = (payload: string): BatchOutcome => ({ kind: 'answered', requestId: 'r', payload });
const FAILED_B = '{"batchItemFailures":[{"itemIdentifier":"b"}]}';

// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
describe('messages are deleted', () => {
  it.each<[string, BatchOutcome, boolean, string]>([
    ['all, when the function succeeds', answered('null'), true, 'abc'],
    ['all but the listed ones, when it reports failures', answered(FAILED_B), true, 'ac'],
    ['all, when reports are not asked for', answered(FAILED_B), false, 'abc'],
    ['all, when the answer is no JSON and reports are not asked for', answered('<p>'), false, 'abc'],
    ['none, when the report is malformed', answered('{"batchItemFailures":[{}]}'), true, ''],
    ['none, when the function fails', { kind: 'function-error', requestId: 'r', payload: '{}' }, true, ''],
    ['none, when the function is throttled', { kind: 'not-run', reason: 'throttled', message: '' }, true, ''],
  ])('%s', (_title, outcome, reports, done) => {
    const ids = settleMessages(batch, outcome, reports).done.map((message) => message.messageId);
    expect(ids.join('')).toBe(done);
  });
});
