import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AsyncInvocationsOptions } from './async-invocations.ts';
import type { Credentials } from '../../iam/roles.ts';
import { queueUrl } from '../../sqs/queue-url.ts';

/** Sends failed events to queues, each in the name of its function's role: without `sqs:SendMessage` it is refused. */
export function createQueueSender(options: {
  gatewayUrl: string;
  region: string;
  credentialsFor(functionName: string): Credentials;
}): AsyncInvocationsOptions['send'] {
  const clients = new Map<string, SQSClient>();
  const clientOf = (functionName: string): SQSClient => {
    const { gatewayUrl: endpoint, region, credentialsFor } = options;
    const credentials = credentialsFor(functionName);
    const client = clients.get(functionName) ?? new SQSClient({ endpoint, region, credentials });
    clients.set(functionName, client);
    return client;
  };
  return async (functionName, queueArn, { body, attributes = {} }, abortSignal) => {
    const [, , , , accountId = '', name = ''] = queueArn.split(':');
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([key, { type, value }]) => [
        key,
        { DataType: type, StringValue: value },
      ]),
    );
    const QueueUrl = queueUrl(options.gatewayUrl, accountId, name);
    const command = new SendMessageCommand({ QueueUrl, MessageBody: body, MessageAttributes });
    await clientOf(functionName).send(command, { abortSignal });
  };
}
