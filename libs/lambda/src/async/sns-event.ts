import { type SchemaOutput, snsRecord, snsRecords, type StandardSchema } from '@hanok/events';
import type { LambdaContext } from '../invocation.ts';
import type { Observation } from '../observation/observe.ts';
import { asyncEvent, type RecordHandler } from './async-event.ts';

/** One message of a topic, its text parsed as JSON. */
export type SnsMessage<Body> = {
  messageId: string;
  subject: string | undefined;
  body: Body;
};

/**
 * A Lambda handler for the subscription of an SNS topic, with the promises of `asyncEvent`: SNS delivers at least once and
 * in any order, and Lambda tries an event twice more, so `handle` sees messages again. `message` is the shape of the
 * JSON in a message; another one is rejected as `Invalid`. Log lines carry `messageId`.
 */
export function snsEvent<Schema extends StandardSchema>(
  options: Observation & { message: Schema; handle: RecordHandler<SnsMessage<SchemaOutput<Schema>>> },
): (event: unknown, context: LambdaContext) => Promise<void> {
  const { message, handle, ...observation } = options;
  return asyncEvent({
    ...observation,
    records: snsRecords,
    record: snsRecord(message),
    ids: ({ Sns }) => ({ messageId: Sns.MessageId }),
    handle: ({ Sns: { MessageId, Subject, Message } }, invocation) =>
      handle({ messageId: MessageId, subject: Subject ?? undefined, body: Message }, invocation),
  });
}
