import { randomUUID } from 'node:crypto';
import type { Caller, ServiceRequest } from '../../../gateway/service.ts';
import { bucketArn, type ObjectAddress } from '../object-address.ts';
import type { ObjectRecord } from '../store/object-rows.ts';
import type { ObjectEventName } from './notification-config.ts';

type Happened = {
  call: ObjectAddress & { request: ServiceRequest };
  eventName: ObjectEventName;
  /** Undefined when the object was removed. */
  record: ObjectRecord | undefined;
  /** Greater than that of every earlier event. */
  sequence: number;
  now: number;
  configurationId: string;
};

/**
 * An event as S3 sends it, as JSON, and the request id of the function that it will run.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function s3Event(
  happened: Happened,
  place: { region: string; accountId: string },
): { requestId: string; payload: string } {
  const { eventName, call, now, configurationId } = happened;
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: place.region,
    eventTime: new Date(now).toISOString(),
    eventName,
    userIdentity: { principalId: principalId(call.request.caller, place.accountId) },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': call.request.id, 'x-amz-id-2': hostId(call.request.id) },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId,
      bucket: {
        name: call.bucket,
        ownerIdentity: { principalId: place.accountId },
        arn: bucketArn(call.bucket),
      },
      object: objectOf(happened),
    },
  };
  return { requestId: randomUUID(), payload: JSON.stringify({ Records: [record] }) };
}

function objectOf({ call, record, sequence }: Happened): object {
  const key = encodeKey(call.key);
  const sequencer = sequence.toString(16).toUpperCase().padStart(18, '0');
  return record === undefined ? { key, sequencer } : { key, size: record.size, eTag: record.etag, sequencer };
}

/** As a form encodes it, with slashes left as they are: `photos/a b+c.jpg` is `photos/a+b%2Bc.jpg`. */
export function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}

/** The second id of a request, which AWS asks for when it is told of trouble. */
export function hostId(requestId: string): string {
  return Buffer.from(`${requestId}/${requestId}`).toString('base64');
}

function principalId(caller: Caller, accountId: string): string {
  return caller.kind === 'external' ? accountId : `AWS:${caller.roleName}:${caller.functionName}`;
}
