import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams';
import { isDeepStrictEqual } from 'node:util';
import { regionOf } from '../delivery/arn.ts';

type WireValue = Readonly<Record<string, unknown>>;
type Image = Readonly<Record<string, WireValue>>;

/** A change as Lambda puts it into an event. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export type StreamEventRecord = {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: 'aws:dynamodb';
  awsRegion: string;
  dynamodb: {
    /** Whole seconds since the epoch. */
    ApproximateCreationDateTime: number;
    Keys: Image;
    NewImage?: Image;
    OldImage?: Image;
    SequenceNumber: string;
    SizeBytes: number;
    StreamViewType: string;
  };
  userIdentity?: { type: string; principalId: string };
  eventSourceARN: string;
};

/** Reads a record as GetRecords answered it. */
export function readStreamRecord(record: _Record, eventSourceARN: string): StreamEventRecord {
  const { dynamodb = {}, userIdentity } = record;
  return {
    eventID: record.eventID ?? '',
    eventName: record.eventName ?? '',
    eventVersion: record.eventVersion ?? '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: regionOf(eventSourceARN),
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((dynamodb.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
      Keys: toImage(dynamodb.Keys ?? {}),
      ...(dynamodb.NewImage && { NewImage: toImage(dynamodb.NewImage) }),
      ...(dynamodb.OldImage && { OldImage: toImage(dynamodb.OldImage) }),
      SequenceNumber: dynamodb.SequenceNumber ?? '',
      SizeBytes: dynamodb.SizeBytes ?? 0,
      StreamViewType: dynamodb.StreamViewType ?? '',
    },
    ...(userIdentity && {
      userIdentity: { type: userIdentity.Type ?? '', principalId: userIdentity.PrincipalId ?? '' },
    }),
    eventSourceARN,
  };
}

/** Whether a write left its item as it was: DynamoDB itself makes no record of that, its stand-ins do. */
export function changesNothing({ eventName, dynamodb }: StreamEventRecord): boolean {
  const { NewImage, OldImage } = dynamodb;
  return eventName === 'MODIFY' && NewImage !== undefined && isDeepStrictEqual(NewImage, OldImage);
}

function toImage(image: Readonly<Record<string, AttributeValue>>): Image {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, toWire(value)]));
}

/** Binary values are base64 in an event; the client decodes them. */
function toWire(value: AttributeValue): WireValue {
  if (value.B !== undefined) return { B: toBase64(value.B) };
  if (value.BS !== undefined) return { BS: value.BS.map(toBase64) };
  if (value.L !== undefined) return { L: value.L.map(toWire) };
  if (value.M !== undefined) return { M: toImage(value.M) };
  return { ...value };
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
