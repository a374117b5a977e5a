import * as z from 'zod/mini';
import { jsonString } from './json-string.ts';
import type { StandardSchema } from '../standard-schema.ts';
import { records } from './records.ts';

/** The records of an event of SNS before each is parsed alone. SNS sends one today; a function handles them all. */
export const snsRecords = records;

/**
 * One message as SNS hands it to a function, its text read as JSON of the given shape. SNS delivers at least once and in
 * any order. https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html
 */
export function snsRecord<Message extends StandardSchema>(message: Message) {
  return z.looseObject({
    EventSource: z.literal('aws:sns'),
    Sns: z.looseObject({
      MessageId: z.string().check(z.minLength(1)),
      TopicArn: z.optional(z.string()),
      Subject: z.nullish(z.string()),
      Message: jsonString(message),
    }),
  });
}
