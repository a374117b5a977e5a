import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { queuePolicy } from '../queue-policy.ts';
import { queueArn, queueUrl } from '../queue-url.ts';
import { physicalName } from '../../../template/physical-name.ts';
import { type Resource, resourceType } from '../../../template/resource-type.ts';

const fifoOnly = {
  ContentBasedDeduplication: z.boolean().optional(),
  DeduplicationScope: z.enum(['queue', 'messageGroup']).optional(),
  FifoThroughputLimit: z.enum(['perQueue', 'perMessageGroupId']).optional(),
};

const properties = z.strictObject({
  QueueName: z.string().optional(),
  FifoQueue: z.literal(true).optional(),
  ...fifoOnly,
  VisibilityTimeout: z.int().min(0).max(43_200).default(30),
  MessageRetentionPeriod: z.int().min(60).max(1_209_600).default(345_600),
  DelaySeconds: z.int().min(0).max(900).default(0),
  ReceiveMessageWaitTimeSeconds: z.int().min(0).max(20).default(0),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int().min(1).max(1000) })
    .optional(),
});

/** AWS::SQS::Queue: made, or brought to the attributes that the template says. `Ref` is its URL at the gateway. */
export const sqsQueue = resourceType({
  type: 'AWS::SQS::Queue',
  properties,
  ignored: { SqsManagedSseEnabled: "queues are kept on the laptop's own disk" },
  async create(queue, resource, { client }: { client: SQSClient }) {
    const { region, accountId, gatewayUrl } = resource.place;
    const name = nameOf(queue, resource);
    await putQueue(client, name, attributesOf(queue));
    return {
      ref: queueUrl(gatewayUrl, accountId, name),
      attributes: {
        Arn: queueArn(region, accountId, name),
        QueueName: name,
        QueueUrl: queueUrl(gatewayUrl, accountId, name),
      },
    };
  },
});

/** Throws where AWS refuses: the name of a FIFO queue, and of no other, ends in `.fifo`. */
function nameOf(queue: z.infer<typeof properties>, resource: Resource): string {
  const isFifo = queue.FifoQueue === true;
  const name = queue.QueueName ?? `${physicalName(resource)}${isFifo ? '.fifo' : ''}`;
  if (name.endsWith('.fifo') !== isFifo)
    throw new Error('property "QueueName" ends in .fifo exactly when "FifoQueue" is true');
  const wrong = Object.keys(fifoOnly).find((key) => !isFifo && key in queue);
  if (wrong !== undefined) throw new Error(`property "${wrong}" is for a FIFO queue`);
  return name;
}

function attributesOf(queue: z.infer<typeof properties>): Record<string, string> {
  const { RedrivePolicy } = queue;
  const fifo = Object.keys(fifoOnly).flatMap((key): [string, string][] => {
    const value = queue[key as keyof typeof fifoOnly]; // A key of the object itself.
    return value === undefined ? [] : [[key, String(value)]];
  });
  return {
    ...(queue.FifoQueue && { FifoQueue: 'true' }),
    ...Object.fromEntries(fifo),
    VisibilityTimeout: String(queue.VisibilityTimeout),
    MessageRetentionPeriod: String(queue.MessageRetentionPeriod),
    DelaySeconds: String(queue.DelaySeconds),
    ReceiveMessageWaitTimeSeconds: String(queue.ReceiveMessageWaitTimeSeconds),
    ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
  };
}

async function putQueue(sqs: SQSClient, name: string, attributes: Record<string, string>): Promise<void> {
  const url = await findQueue(sqs, name);
  if (url === undefined) {
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
  } else {
    // An empty policy takes away the one of an earlier template.
    const whole = { RedrivePolicy: '', Policy: '', ...attributes };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: whole }));
  }
}

async function findQueue(sqs: SQSClient, name: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

const policyProperties = z.strictObject({ Queues: z.array(z.string()).min(1), PolicyDocument: queuePolicy });

/** AWS::SQS::QueuePolicy: which services may send to the queues. */
export const sqsQueuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  properties: policyProperties,
  async create({ Queues, PolicyDocument }, resource, { client }: { client: SQSClient }) {
    const Attributes = { Policy: JSON.stringify(PolicyDocument) };
    for (const QueueUrl of Queues) await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    return { ref: physicalName(resource), attributes: {} };
  },
});
