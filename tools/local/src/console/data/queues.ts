import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  type SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { ConsoleError } from '../console-operation.ts';

/** A queue as its attributes describe it. */
type QueueState = {
  name: string;
  attributes: Record<string, string>;
  waiting: number;
  inFlight: number;
  delayed: number;
  /** Where messages go that fail again and again. */
  deadLetterQueue?: string;
  /** The queues whose dead letters it takes. */
  deadLetterOf: string[];
};

/** All queues, by name. */
export async function readQueues(client: SQSClient): Promise<QueueState[]> {
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand());
  const queues = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const get = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      return { QueueUrl, attributes: (await client.send(get)).Attributes ?? {} };
    }),
  );
  const states = queues.map(({ QueueUrl, attributes }): QueueState => {
    const name = QueueUrl.split('/').at(-1) ?? '';
    const { deadLetterTargetArn: target }: { deadLetterTargetArn?: string } = JSON.parse(
      attributes['RedrivePolicy'] ?? '{}',
    );
    return {
      ...{ name, attributes, deadLetterOf: [] },
      waiting: Number(attributes['ApproximateNumberOfMessages']),
      inFlight: Number(attributes['ApproximateNumberOfMessagesNotVisible']),
      delayed: Number(attributes['ApproximateNumberOfMessagesDelayed']),
      ...(target !== undefined && { deadLetterQueue: target.split(':').at(-1) ?? '' }),
    };
  });
  for (const { name, deadLetterQueue } of states)
    states.find((each) => each.name === deadLetterQueue)?.deadLetterOf.push(name);
  return states.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The queue of that name. Throws `ConsoleError`. */
export async function readQueue(client: SQSClient, name: string): Promise<QueueState> {
  const found = (await readQueues(client)).find((each) => each.name === name);
  if (found === undefined) throw new ConsoleError(404, `There is no queue ${name}`);
  return found;
}

/** Moves the messages of a dead-letter queue back to where they came from. Throws `ConsoleError`. */
export async function redrive(client: SQSClient, name: string) {
  const { attributes } = await readQueue(client, name);
  const SourceArn = attributes['QueueArn'];
  try {
    await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
  } catch (error) {
    if (error instanceof SQSServiceException) throw new ConsoleError(409, error.message);
    throw error;
  }
  const { Results } = await client.send(new ListMessageMoveTasksCommand({ SourceArn }));
  const [{ ApproximateNumberOfMessagesMoved: moved = 0, ApproximateNumberOfMessagesToMove: all = 0 } = {}] =
    Results ?? [];
  return { moved, left: all - moved };
}
