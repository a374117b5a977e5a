import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import { regionOf } from '../delivery/arn.ts';

const received = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  MD5OfMessageAttributes: z.string().optional(),
  Attributes: z.record(z.string(), z.string()).default({}),
  MessageAttributes: z
    .record(
      z.string(),
      z.object({
        DataType: z.string(),
        StringValue: z.string().optional(),
        BinaryValue: z.instanceof(Uint8Array).optional(),
      }),
    )
    .default({}),
});
type Received = z.infer<typeof received>;

/** A message as Lambda puts it into an event. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export type SqsEventRecord = ReturnType<typeof toRecord>;

/** A received message: its record for the event, and its FIFO group (undefined on a standard queue). */
export type ReceivedMessage = { record: SqsEventRecord; group: string | undefined };

/** Reads a message as the queue answered it; throws a ZodError when a required field is missing. */
export function readMessage(message: Message, eventSourceArn: string, clock: Clock): ReceivedMessage {
  const parsed = received.parse(message);
  return { record: toRecord(parsed, eventSourceArn, clock), group: parsed.Attributes['MessageGroupId'] };
}

function toRecord(message: Received, eventSourceARN: string, clock: Clock) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: inRealTime(message.Attributes, clock),
    messageAttributes: toAttributes(message.MessageAttributes),
    ...(message.MD5OfMessageAttributes === undefined
      ? {}
      : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion: regionOf(eventSourceARN),
  };
}

const TIMES = ['SentTimestamp', 'ApproximateFirstReceiveTimestamp'];

/** A function reads the real time, not the stack's clock: it is told the real times that are as long ago. */
function inRealTime(attributes: Received['Attributes'], clock: Clock): Received['Attributes'] {
  const toRealTime = (time: string) =>
    String(Math.round(Date.now() - Math.max(0, clock.now() - Number(time)) / clock.speed));
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, TIMES.includes(name) ? toRealTime(value) : value]),
  );
}

function toAttributes(attributes: Received['MessageAttributes']) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  );
}
