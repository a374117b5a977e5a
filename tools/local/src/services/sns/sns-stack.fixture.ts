import { SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientSettings, eventually } from '@hanok/testing';
import { createClock } from '../../clock.ts';
import { openGateway } from '../../gateway/gateway.ts';
import type { Service, ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { createRoles } from '../iam/roles.ts';
import type { InvokePermission } from '../lambda/lambda-uses.ts';
import { startQueueEngine } from '../sqs/queue-engine.ts';
import { createServiceSender } from '../sqs/send-as-service.ts';
import { createSqsService } from '../sqs/sqs-service.ts';
import { createDeliveries } from './delivery/deliveries.ts';
import { snsService } from './sns-service.ts';
import { openSnsStore } from './sns-store.ts';
import { createTemplateTopics } from './template-topics.ts';
import { createTopics } from './topics.ts';

export const PLACE = { region: 'us-east-1', accountId: '000000000000' };
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:';

type Accepted = { functionName: string; payload: string; requestId: string };
type Around = (
  request: ServiceRequest,
  service: Service,
  run: () => Promise<ServiceResponse>,
) => Promise<ServiceResponse | 'reset'>;

/**
 * Topics and queues behind a gateway, with real clients, and functions of which only the accepted events are noted.
 * Twenty seconds pass in 20 ms. `path` is the file of the topics, in memory by default.
 */
export async function startSns({ path = ':memory:' }: { path?: string } = {}) {
  const clock = createClock(1_000);
  const gateway = await openGateway(0);
  const engine = await startQueueEngine({ ...PLACE, clock: createClock(), seed: 1 });
  const sqs = new SQSClient({ ...clientSettings(gateway.url), maxAttempts: 1 });
  const client = new SNSClient({ ...clientSettings(gateway.url), maxAttempts: 1 });
  const store = openSnsStore(path);
  const [permissions, accepted, notices]: [InvokePermission[], Accepted[], string[]] = [[], [], []];
  const functions = new Set<string>();
  const lambda = {
    permissions,
    accept: (event: Accepted) => void accepted.push(event),
    functions: { get: (name: string) => (functions.has(name) ? Object(name) : undefined) },
  };
  const sendAsService = createServiceSender({ engine, client: sqs, gatewayUrl: gateway.url });
  const endpoints = { lambda, sendAsService, accountId: PLACE.accountId };
  const onNotice = (text: string) => void notices.push(text);
  const deliveries = createDeliveries({ store, clock, endpoints, onNotice });
  const topics = createTopics({ store, account: PLACE, clock, deliveries });
  const roles = createRoles(PLACE);
  let around: Around = (_request, _service, run) => run();
  gateway.serve({
    services: [createSqsService({ ...PLACE, engine, baseUrl: gateway.url }), snsService(topics)],
    ...roles,
    around: (...call) => around(...call),
  });

  /** A function that SNS may invoke for topics that match `sourceArn`, or that has no permission. */
  function addFunction(name: string, sourceArn?: string): string {
    functions.add(name);
    const permission = { functionArn: FUNCTION + name, principal: 'sns.amazonaws.com' };
    if (sourceArn !== undefined) permissions.push({ ...permission, sourceArn });
    return FUNCTION + name;
  }

  /** A queue that every topic may send to, unless `policy` is another one, or none. */
  async function addQueue(name: string, policy: object | undefined = openTo('sns.amazonaws.com')) {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    const Attributes = { Policy: policy === undefined ? '' : JSON.stringify(policy) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
    return { arn, url: QueueUrl, take: () => take(sqs, QueueUrl) };
  }

  return {
    ...{ url: gateway.url, client, sqs, store, deliveries, topics, roles, accepted, notices, permissions },
    ...{ addFunction, addQueue, templates: createTemplateTopics(topics) },
    setAround: (next: Around) => void (around = next),
    /** Once nothing is on its way. */
    settled: () => eventually(() => void (store.deliveries.all().length === 0 || fail('not settled'))),
    stop: async () => {
      await deliveries.stop();
      sqs.destroy();
      client.destroy();
      await gateway.stop();
      await engine.stop();
      store.close();
    },
  };
}

export type SnsStack = Awaited<ReturnType<typeof startSns>>;

function fail(message: string): never {
  throw new Error(message);
}

/** The policy of a queue that lets a service send. */
export function openTo(Service: string): object {
  const allowed = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
  return { Version: '2012-10-17', Statement: [{ ...allowed, Principal: { Service } }] };
}

/** What is in a queue now, taken out. */
async function take(sqs: SQSClient, QueueUrl: string) {
  const found = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  const messages = found.Messages ?? [];
  for (const { ReceiptHandle } of messages)
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return messages.map(({ Body = '', MessageAttributes = {} }) => ({
    body: Body,
    attributes: MessageAttributes,
  }));
}
