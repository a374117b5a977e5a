import { SendMessageCommand, type SQSClient, SQSServiceException } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { readArn } from '../../arn.ts';
import { allowsService, type ServicePrincipal } from '../iam/evaluate-resource.ts';
import type { QueueEngine } from './queue-engine.ts';
import { QueueError } from './queue-error.ts';
import { queuePolicy } from './queue-policy.ts';
import { queueUrl } from './queue-url.ts';

/** A message for a queue; `value` of a Binary attribute is in base64. */
export type ServiceMessage = {
  body: string;
  attributes?: Readonly<Record<string, { type: string; value: string }>>;
  /** The header of X-Ray that the message goes on with. */
  trace?: string | undefined;
};

/** A queue that does not take a message, now and later: it is gone, its policy does not allow it, the text is none. */
export class SendRefusedError extends Error {
  override readonly name = 'SendRefusedError';
}

/** Sends to a queue in the name of another service. Throws `SendRefusedError`; any other error may pass. */
export type SendAsService = (
  sender: ServicePrincipal,
  queueArn: string,
  message: ServiceMessage,
  abortSignal?: AbortSignal,
) => Promise<void>;

/** What the queue's policy says is asked of the engine, the message goes through the gateway as that of any client. */
export function createServiceSender(options: {
  engine: Pick<QueueEngine, 'call'>;
  client: SQSClient;
  gatewayUrl: string;
}): SendAsService {
  const { engine, client, gatewayUrl } = options;
  return async (sender, queueArn, message, abortSignal) => {
    const { accountId, resource: name } = readArn(queueArn);
    const QueueUrl = queueUrl(gatewayUrl, accountId, name);
    try {
      const policy = await policyOf(engine, QueueUrl);
      if (!allowsService(policy, sender, { action: 'sqs:SendMessage', resource: queueArn }))
        throw new SendRefusedError(`the policy of ${queueArn} does not allow ${sender.service} to send`);
      await client.send(new SendMessageCommand({ QueueUrl, ...contentsOf(message) }), {
        ...(abortSignal && { abortSignal }),
      });
    } catch (error) {
      throw isRefusal(error) ? new SendRefusedError(error.message, { cause: error }) : error;
    }
  };
}

const attributes = z.object({ Attributes: z.object({ Policy: z.string() }).optional() });

async function policyOf(engine: Pick<QueueEngine, 'call'>, QueueUrl: string) {
  const answer = await engine.call('GetQueueAttributes', { QueueUrl, AttributeNames: ['Policy'] });
  const { Attributes } = attributes.parse(answer);
  return Attributes && queuePolicy.parse(JSON.parse(Attributes.Policy));
}

function contentsOf({ body, attributes: named = {}, trace }: ServiceMessage) {
  const MessageAttributes = Object.fromEntries(
    Object.entries(named).map(([name, { type: DataType, value }]) => [
      name,
      DataType.startsWith('Binary')
        ? { DataType, BinaryValue: Buffer.from(value, 'base64') }
        : { DataType, StringValue: value },
    ]),
  );
  const AWSTraceHeader = { DataType: 'String', StringValue: trace };
  return {
    ...{ MessageBody: body, MessageAttributes },
    ...(trace !== undefined && { MessageSystemAttributes: { AWSTraceHeader } }),
  };
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof QueueError) return error.senderFault;
  return error instanceof SQSServiceException && error.$fault === 'client' && !/Throttl/.test(error.name);
}
