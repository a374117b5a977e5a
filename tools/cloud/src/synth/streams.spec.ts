import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

/** How long a stream keeps its records. */
const STREAM_S = 24 * 60 * 60;

const mapping = z.looseObject({ EventSourceArn: z.unknown(), StartingPosition: z.string().optional() });
const streams = deployedResources()
  .filter(({ resource }) => resource.Type === 'AWS::Lambda::EventSourceMapping')
  .map(({ stack, id, resource }) => ({ stack, id, mapping: mapping.parse(resource['Properties']) }))
  .filter(({ mapping: { StartingPosition } }) => StartingPosition !== undefined);

describe('the streams that deploy', () => {
  it('are read from the oldest record, retried as long as they keep it, and note what is given up', () => {
    expect(streams.map(({ stack }) => stack)).toContain('Gomoku');
    for (const { mapping: settings, ...where } of streams)
      expect({ ...where, ...settings }).toMatchObject({
        ...where,
        StartingPosition: 'TRIM_HORIZON',
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: STREAM_S,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [expect.any(String), 'Arn'] } } },
      });
  });
});
