import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { SqsEventRecord } from './sqs-message.ts';

/** Where a queue's messages go when they have been received that often. */
export type Redrive = { deadLetterQueue: string; maxReceiveCount: number };

const redrivePolicy = z
  .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
  .transform(({ deadLetterTargetArn, maxReceiveCount }): Redrive => {
    return { deadLetterQueue: deadLetterTargetArn.split(':').at(-1) ?? '', maxReceiveCount };
  });

/** The queue's redrive policy; undefined when it has none or does not say. */
export async function findRedrive(sqs: SQSClient, QueueUrl: string): Promise<Redrive | undefined> {
  try {
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] });
    const { Attributes } = await sqs.send(command);
    return redrivePolicy.parse(JSON.parse(Attributes?.RedrivePolicy ?? 'null'));
  } catch {
    return undefined;
  }
}

/** A line on the messages of a batch that come back, and one on each that the next receive makes a dead letter. */
export function returnedLines(
  functionName: string,
  { size, returned }: { size: number; returned: readonly SqsEventRecord[] },
  redrive: Redrive | undefined,
): string[] {
  const counts = returned.map(receiveCountOf);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const receive = `${least === most ? most : `${least} to ${most}`}${redrive ? ` of ${redrive.maxReceiveCount}` : ''}`;
  const summary = `${functionName}: ${size - returned.length} of ${size}, ${returned.length} back (receive ${receive})`;
  if (!redrive) return [summary];
  const { deadLetterQueue, maxReceiveCount } = redrive;
  const dead = deadLetters(returned, redrive);
  const moves = `moves to ${deadLetterQueue} after ${maxReceiveCount} receives`;
  return [summary, ...dead.map(({ messageId }) => `${functionName}: message ${messageId} ${moves}`)];
}

/** Those that the next receive makes dead letters. */
export function deadLetters(
  returned: readonly SqsEventRecord[],
  { maxReceiveCount }: Redrive,
): readonly SqsEventRecord[] {
  return returned.filter((record) => receiveCountOf(record) >= maxReceiveCount);
}

function receiveCountOf({ attributes }: SqsEventRecord): number {
  return Number(attributes['ApproximateReceiveCount']);
}
