/** What a test says of one change; images and keys in DynamoDB's typed JSON. */
export type StreamChange = {
  eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  sequenceNumber: string;
  keys: Record<string, unknown>;
  newImage?: Record<string, unknown>;
  oldImage?: Record<string, unknown>;
  /** Seconds since the epoch. */
  at?: number;
};

/** A DynamoDB stream event with one record per change, in the order given. */
export function buildStreamEvent(changes: readonly StreamChange[]) {
  return {
    Records: changes.map((change) => ({
      eventID: `event-${change.sequenceNumber}`,
      eventName: change.eventName,
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'ap-northeast-2',
      dynamodb: {
        ApproximateCreationDateTime: change.at ?? 1479499740,
        Keys: change.keys,
        ...(change.newImage && { NewImage: change.newImage }),
        ...(change.oldImage && { OldImage: change.oldImage }),
        SequenceNumber: change.sequenceNumber,
        SizeBytes: 61,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN:
        'arn:aws:dynamodb:ap-northeast-2:123456789012:table/GomokuPlayerInfo/stream/2026-11-01T00:00:00.000',
    })),
  };
}
