import { describe, expect, it } from '@jest/globals';
import { failedBatchReport } from './failed-batch-report.ts';
import { newStreamBatch } from '../stream/stream-batch.ts';
import { streamRecords } from '../stream/stream-records.fixture.ts';

const failure = {
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:rank',
  streamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/1',
  shardId: 'shardId-1',
  requestId: 'own-id',
  now: 1_700_000_100_021,
};
const batch = newStreamBatch(streamRecords(['100', '200']));

describe('the report to an on-failure destination', () => {
  // https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
  it('has the shape that Lambda sends', () => {
    const last = { kind: 'function-error', requestId: 'r-1', payload: '{}' } as const;
    const condition = 'RetryAttemptsExhausted';
    expect(failedBatchReport({ ...failure, condition, batch: { ...batch, invokeCount: 3, last } })).toEqual({
      requestContext: {
        requestId: 'r-1',
        functionArn: failure.functionArn,
        condition,
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '2023-11-14T22:15:00.021Z',
      DDBStreamBatchInfo: {
        shardId: 'shardId-1',
        startSequenceNumber: '100',
        endSequenceNumber: '200',
        approximateArrivalOfFirstRecord: '2023-11-14T22:13:20Z',
        approximateArrivalOfLastRecord: '2023-11-14T22:13:20Z',
        batchSize: 2,
        streamArn: failure.streamArn,
      },
    });
  });

  it('has no response when the function was never run', () => {
    const report = failedBatchReport({ ...failure, condition: 'RecordAgeExceeded', batch });
    expect(report.responseContext).toBeNull();
    expect(report.requestContext).toMatchObject({ requestId: 'own-id', approximateInvokeCount: 0 });
  });
});
