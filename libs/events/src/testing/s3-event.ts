/** What a test says of one change of an object; `key` as it is stored. */
export type ObjectChange = {
  eventName: `ObjectCreated:${string}` | `ObjectRemoved:${string}`;
  bucket: string;
  key: string;
  sequencer: string;
  /** Without quotes. */
  eTag?: string;
  size?: number;
};

/** An S3 notification with one record per change, keys encoded as S3 encodes them. */
export function buildS3Event(changes: readonly ObjectChange[]) {
  return {
    Records: changes.map(({ eventName, bucket, key, ...object }) => ({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'ap-northeast-2',
      eventTime: '2026-11-01T00:00:00.000Z',
      eventName,
      userIdentity: { principalId: 'EXAMPLE' },
      requestParameters: { sourceIPAddress: '192.0.2.1' },
      responseElements: { 'x-amz-request-id': 'EXAMPLE123456789', 'x-amz-id-2': 'EXAMPLE123/abc' },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: 'thumbnails',
        bucket: { name: bucket, ownerIdentity: { principalId: 'EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
        object: { key: encodeKey(key), ...object },
      },
    })),
  };
}

/** Form encoding as S3 does it: a space becomes `+`, and all but letters, digits, `.-*_` and slashes `%XX`. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}
