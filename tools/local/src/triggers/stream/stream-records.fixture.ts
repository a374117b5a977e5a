import type { StreamEventRecord } from './stream-record.ts';

/** Records with the given sequence numbers, written at `creationSeconds`. */
export function streamRecords(
  sequenceNumbers: readonly string[],
  creationSeconds = 1_700_000_000,
): StreamEventRecord[] {
  return sequenceNumbers.map((SequenceNumber) => ({
    eventID: SequenceNumber,
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: creationSeconds,
      Keys: { PlayerName: { S: SequenceNumber } },
      SequenceNumber,
      SizeBytes: 10,
      StreamViewType: 'KEYS_ONLY',
    },
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/1',
  }));
}
