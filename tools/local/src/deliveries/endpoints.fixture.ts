import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import { openGateway } from '../gateway/gateway.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../gateway/service.ts';
import { createClock } from '../clock.ts';
import { createRoles } from '../services/iam/roles.ts';
import type { InvokePermission } from '../services/lambda/lambda-uses.ts';
import { startQueueEngine } from '../services/sqs/queue-engine.ts';
import { createServiceSender } from '../services/sqs/send-as-service.ts';
import { createSqsService } from '../services/sqs/sqs-service.ts';
import { endpointsOf } from './endpoints.ts';

export const PLACE = { region: 'us-east-1', accountId: '000000000000' };
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:';

type Accepted = { functionName: string; payload: string; requestId: string; trace?: string | undefined };
type Around = (
  request: ServiceRequest,
  service: Service,
  run: () => Promise<ServiceResponse>,
) => Promise<ServiceResponse | 'reset'>;

/** Real queues behind a gateway, and functions of which only the accepted events are noted, for a service that delivers. */
export async function startEndpoints(principal: string) {
  const gateway = await openGateway(0);
  const engine = await startQueueEngine({ ...PLACE, clock: createClock(), seed: 1 });
  const sqs = new SQSClient({ ...clientSettings(gateway.url), maxAttempts: 1 });
  const [permissions, accepted, notices]: [InvokePermission[], Accepted[], string[]] = [[], [], []];
  const functions = new Set<string>();
  const lambda = {
    permissions,
    accept: (event: Accepted) => void accepted.push(event),
    functions: { get: (name: string) => (functions.has(name) ? Object(name) : undefined) },
  };
  const sendAsService = createServiceSender({ engine, client: sqs, gatewayUrl: gateway.url });
  const roles = createRoles(PLACE);
  let around: Around = (_request, _service, run) => run();

  /** A function that the service may invoke for sources that match `sourceArn`, or that has no permission. */
  function addFunction(name: string, sourceArn?: string): string {
    functions.add(name);
    if (sourceArn !== undefined) permissions.push({ functionArn: FUNCTION + name, principal, sourceArn });
    return FUNCTION + name;
  }

  /** A queue to which the service may send, unless the policy names another one. */
  async function addQueue(QueueName: string, Service = principal) {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
    const allowed = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', Principal: { Service } };
    const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    return { arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}`, take: () => take(sqs, QueueUrl) };
  }

  return {
    ...{ url: gateway.url, accepted, notices, permissions, roles, addFunction, addQueue },
    endpoints: endpointsOf(principal, { ...PLACE, lambda, sendAsService }),
    serve: (service: Service) =>
      gateway.serve({
        services: [createSqsService({ ...PLACE, engine, baseUrl: gateway.url }), service],
        ...roles,
        around: (...call) => around(...call),
      }),
    setAround: (next: Around) => void (around = next),
    stop: async () => {
      sqs.destroy();
      await gateway.stop();
      await engine.stop();
    },
  };
}

/** Once nothing is on its way. */
export function untilSettled({ all }: { all(): unknown[] }): Promise<void> {
  return eventually(() => {
    if (all().length > 0) throw new Error(`${all().length} are on their way`);
  });
}

/** What is in a queue now, taken out. */
async function take(sqs: SQSClient, QueueUrl: string) {
  const found = await sqs.send(
    new ReceiveMessageCommand({
      ...{ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] },
      MessageSystemAttributeNames: ['AWSTraceHeader'],
    }),
  );
  const messages = found.Messages ?? [];
  for (const { ReceiptHandle } of messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return messages.map(
    ({ Body = '', MessageAttributes = {}, Attributes: { AWSTraceHeader: trace } = {} }) => ({
      ...{ body: Body, attributes: MessageAttributes },
      ...(trace !== undefined && { trace }),
    }),
  );
}
