/** What a test says of one record; `data` is its text, or its bytes. */
export type KinesisChange = { sequenceNumber: string; data: string | Uint8Array; partitionKey?: string };

/** A Kinesis event with one record each, in the order given. */
export function buildKinesisEvent(changes: readonly KinesisChange[]) {
  const shard = 'shardId-000000000006';
  return {
    Records: changes.map(({ sequenceNumber, data, partitionKey = '1' }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: 1545084650.987,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shard}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      awsRegion: 'ap-northeast-2',
      eventSourceARN: 'arn:aws:kinesis:ap-northeast-2:123456789012:stream/results',
    })),
  };
}
